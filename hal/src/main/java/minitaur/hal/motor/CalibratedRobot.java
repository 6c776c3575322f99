package minitaur.hal.motor;

import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.imu.ImuTransform;

/**
 * Applies a calibration to a robot: maps encoder and IMU readings to motor angles and trunk
 * orientation, and maps targets back. For {@link Robot} implementations that have no joint map of
 * their own.
 */
public final class CalibratedRobot implements Robot {
  private final Robot robot;
  private final JointMap joints;
  private final ImuTransform imu;
  private final MotorCommand rawCommand = new MotorCommand();

  public CalibratedRobot(Robot robot, JointMap joints, ImuTransform imu) {
    this.robot = robot;
    this.joints = joints;
    this.imu = imu;
  }

  @Override
  public void read(RobotState state) {
    robot.read(state);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorAngleRad[motor] = joints.motorAngle(motor, state.motorAngleRad[motor]);
      state.motorVelocityRadPerSec[motor] =
          joints.applySign(motor, state.motorVelocityRadPerSec[motor]);
      state.motorTorqueNm[motor] = joints.applySign(motor, state.motorTorqueNm[motor]);
    }
    imu.apply(state);
  }

  @Override
  public void write(MotorCommand command) {
    rawCommand.set(command);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      rawCommand.targetAngleRad[motor] = joints.encoderAngle(motor, command.targetAngleRad[motor]);
    }
    robot.write(rawCommand);
  }

  @Override
  public void close() {
    robot.close();
  }
}
