package minitaur.hal.motor;

import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.inertial.InertialMap;

/**
 * Applies a calibration to a robot: maps encoder and IMU readings to motor angles and trunk
 * orientation, and maps targets back. For {@link Robot} implementations that have no joint map of
 * their own.
 */
public final class CalibratedRobot implements Robot {
  private final Robot robot;
  private final JointMap joints;
  private final InertialMap inertial;
  private final MotorCommand raw = new MotorCommand();

  public CalibratedRobot(Robot robot, JointMap joints, InertialMap inertial) {
    this.robot = robot;
    this.joints = joints;
    this.inertial = inertial;
  }

  @Override
  public void read(RobotState state) {
    robot.read(state);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorAngleRad[motor] = joints.angle(motor, state.motorAngleRad[motor]);
      state.motorVelocityRadPerSec[motor] = joints.turn(motor, state.motorVelocityRadPerSec[motor]);
      state.motorTorqueNm[motor] = joints.turn(motor, state.motorTorqueNm[motor]);
    }
    inertial.apply(state);
  }

  @Override
  public void write(MotorCommand command) {
    raw.set(command);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      raw.targetAngleRad[motor] = joints.raw(motor, command.targetAngleRad[motor]);
    }
    robot.write(raw);
  }

  @Override
  public void close() {
    robot.close();
  }
}
