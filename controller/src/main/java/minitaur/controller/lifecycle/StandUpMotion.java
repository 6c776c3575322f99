package minitaur.controller.lifecycle;

import java.util.List;
import minitaur.controller.lifecycle.LegTrajectory.Posture;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;

/**
 * Scripted stand-up: damps the motors until the robot is at rest, folds the legs so that it lies on
 * its belly, and stands up slowly. It is attempted only at a suitable attitude: it does not work
 * from the side or the back.
 */
final class StandUpMotion {
  /** Result of a step. */
  enum Result {
    /** The motion is in progress. */
    IN_PROGRESS,
    /** The robot stands. */
    SUCCEEDED,
    /** No attempt is made because of the attitude. */
    NOT_ATTEMPTED,
    /** The robot failed to stand up. */
    FAILED
  }

  private static final long DAMPING_NANOS = 800_000_000;

  /** Max tilt; beyond it, a robot with folded legs stays on its side, nose or tail. */
  private static final double MAX_TILT_RAD = Math.toRadians(50);

  /** Folded extension, slightly within the joint limits of the guard, rad. */
  private static final double FOLDED_EXTENSION_RAD = 0.8;

  private final LegTrajectory trajectory;
  private final double levelRad;
  private final double kd;
  private long startNanos;
  private boolean trajectoryStarted;

  /**
   * @param levelRad tilt up to which the robot stands
   */
  StandUpMotion(LifecycleSettings settings, double levelRad) {
    this.levelRad = levelRad;
    kd = settings.gains().kd();
    trajectory =
        new LegTrajectory(
            List.of(
                new Posture(FOLDED_EXTENSION_RAD, 0.8, 0.4),
                new Posture(settings.standingExtensionRad(), 1.2, 0.5)),
            settings.gains().kp(),
            kd);
  }

  void start(long now) {
    startNanos = now;
    trajectoryStarted = false;
  }

  /**
   * Computes the motor command for the current time.
   *
   * @param state Not modified.
   * @param command Modified.
   */
  Result step(RobotState state, long now, MotorCommand command) {
    double tilt = Math.max(Math.abs(state.rollRad), Math.abs(state.pitchRad));
    if (!trajectoryStarted) {
      command.mode = MotorCommand.Mode.DAMPING;
      command.kp = 0;
      command.kd = kd;
      if (now - startNanos < DAMPING_NANOS) {
        return Result.IN_PROGRESS;
      }
      // The negated comparison also rejects a NaN tilt.
      if (!(tilt <= MAX_TILT_RAD)) {
        return Result.NOT_ATTEMPTED;
      }
      trajectoryStarted = true;
      trajectory.start(state, now);
    }
    if (trajectory.step(now, command)) {
      return tilt <= 2 * MAX_TILT_RAD ? Result.IN_PROGRESS : Result.FAILED;
    }
    return tilt <= levelRad ? Result.SUCCEEDED : Result.FAILED;
  }
}
