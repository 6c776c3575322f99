package minitaur.controller.console;

import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.inertial.InertialMap;
import minitaur.hal.mocap.Track;
import minitaur.hal.motor.JointMap;

/** A robot that is displayed on the page while a procedure uses it. For one thread. */
final class DisplayedRobot implements Robot {
  private static final long SHOW_NANOS = 40_000_000;

  private final Robot robot;
  private final JointMap joints;
  private final InertialMap inertial;
  private final ControlTelemetry telemetry;
  private final RobotState shown = new RobotState();
  private final MotorCommand command = new MotorCommand();
  private final Track nowhere = new Track();
  private long shownNanos = Long.MIN_VALUE;

  /**
   * @param joints maps raw to calibrated angles
   * @param inertial maps raw to calibrated attitude and rates
   * @param telemetry receives the states
   */
  DisplayedRobot(Robot robot, JointMap joints, InertialMap inertial, ControlTelemetry telemetry) {
    this.robot = robot;
    this.joints = joints;
    this.inertial = inertial;
    this.telemetry = telemetry;
    nowhere.xMetres = Double.NaN;
  }

  @Override
  public void read(RobotState state) {
    robot.read(state);
    if (state.encoderTimeNanos - shownNanos < SHOW_NANOS && shownNanos != Long.MIN_VALUE) {
      return;
    }
    shownNanos = state.encoderTimeNanos;
    shown.set(state);
    for (int motor = 0; motor < shown.motorAngleRad.length; motor++) {
      shown.motorAngleRad[motor] = joints.angle(motor, state.motorAngleRad[motor]);
    }
    inertial.apply(shown);
    telemetry.quiet(shown, command, nowhere);
  }

  @Override
  public void write(MotorCommand command) {
    robot.write(command);
    this.command.set(command);
  }

  @Override
  public void close() {
    robot.close();
  }
}
