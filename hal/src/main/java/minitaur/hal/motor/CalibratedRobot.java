package minitaur.hal.motor;

import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.wire.RawState;

/**
 * Applies a calibration to a robot: maps encoder and IMU readings to motor angles and trunk
 * orientation, and maps targets back. For {@link Robot} implementations that have no joint map of
 * their own.
 */
public final class CalibratedRobot implements Robot {
  private final Robot robot;
  private final RobotCalibration calibration;
  private final RawState raw = new RawState();
  private final MotorCommand rawCommand = new MotorCommand();

  public CalibratedRobot(Robot robot, RobotCalibration calibration) {
    this.robot = robot;
    this.calibration = calibration;
  }

  @Override
  public void read(RobotState state) {
    robot.read(state);
    raw.setUncalibrated(state);
    calibration.apply(raw, state);
  }

  @Override
  public void write(MotorCommand command) {
    rawCommand.set(command);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      rawCommand.targetAngleRad[motor] =
          calibration.joints().encoderAngle(motor, command.targetAngleRad[motor]);
    }
    robot.write(rawCommand);
  }

  @Override
  public void close() {
    robot.close();
  }
}
