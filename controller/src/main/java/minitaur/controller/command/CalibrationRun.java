package minitaur.controller.command;

import java.util.List;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.identify.IdentifyProcedure;
import minitaur.calibration.imu.ImuProcedure;
import minitaur.calibration.mocap.MocapProcedure;
import minitaur.calibration.motors.MotorFindings;
import minitaur.calibration.motors.MotorProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Prompts;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.Robot;
import minitaur.hal.RobotGeometry;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.client.LaneFrame;

/**
 * A procedure and what it is run on.
 *
 * @param request which one
 * @param known what is known of the robot already
 * @param robot what the procedure reads, and commands if it moves
 * @param clock the robot's time
 * @param operator is asked
 * @param poses of the marker body
 * @param up the vertical axis of those
 * @param velocityAge by how much the position law's velocity is older than its angle, s
 */
record CalibrationRun(
    CalibrateRequest request,
    Calibration known,
    Robot robot,
    Clock clock,
    Prompts operator,
    PoseSource poses,
    LaneFrame.Up up,
    double velocityAge) {
  private static final RobotGeometry GEOMETRY = RobotGeometry.nominal();

  /** What is known afterwards. */
  Calibration result() throws CalibrationException, CancelledException {
    return switch (request.subject()) {
      case MOTORS -> motors();
      case IMU ->
          known.with(
              new ImuProcedure(robot, clock, operator)
                  .run(
                      request.sixFaces() ? ImuProcedure.Poses.SIX_FACES : ImuProcedure.Poses.QUICK,
                      request.date()));
      case IDENTIFY ->
          known.with(
              new IdentifyProcedure(robot, clock, operator, GEOMETRY, velocityAge)
                  .run(request.date()));
      case MOCAP ->
          known.with(
              new MocapProcedure(robot, poses, clock, operator, GEOMETRY).run(up, request.date()));
      case SHOW, COMPARE -> throw new IllegalStateException("no procedure");
    };
  }

  private Calibration motors() throws CalibrationException, CancelledException {
    MotorFindings findings = new MotorProcedure(GEOMETRY).run(robot, clock, operator);
    List<Motor> mirrored = findings.mirrored();
    operator.tell(
        mirrored.isEmpty()
            ? "Every encoder counts up as its leg extends."
            : "Mirrored, their encoders count down as the leg extends: " + mirrored);
    return known.with(findings.calibration(request.date(), MotorProcedure.NAME));
  }
}
