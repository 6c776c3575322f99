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
final class StandUp {
  /** Result of a step. */
  enum Result {
    /** The motion is in progress. */
    GOES_ON,
    /** The robot stands. */
    STANDS,
    /** No attempt is made because of the attitude. */
    NOT_TRIED,
    /** The robot failed to stand up. */
    FAILED
  }

  private static final long YIELD_NANOS = 800_000_000;

  /** Max tilt; beyond it, a robot with folded legs stays on its side, nose or tail. */
  private static final double GREATEST_TILT = Math.toRadians(50);

  /** Folded extension, slightly within the joint limits of the guard, rad. */
  private static final double FOLDED = 0.8;

  private final LegTrajectory motion;
  private final double levelRad;
  private final double kd;
  private long sinceNanos;
  private boolean moving;

  /**
   * @param levelRad tilt up to which the robot stands
   */
  StandUp(LifecycleSettings settings, double levelRad) {
    this.levelRad = levelRad;
    kd = settings.gains().kd();
    motion =
        new LegTrajectory(
            List.of(
                new Posture(FOLDED, 0.8, 0.4),
                new Posture(settings.standingExtensionRad(), 1.2, 0.5)),
            settings.gains().kp(),
            kd);
  }

  void begin(long now) {
    sinceNanos = now;
    moving = false;
  }

  /**
   * Computes the motor command for the current time.
   *
   * @param state Not modified.
   * @param command Modified.
   */
  Result step(RobotState state, long now, MotorCommand command) {
    double tilt = Math.max(Math.abs(state.rollRad), Math.abs(state.pitchRad));
    if (!moving) {
      command.mode = MotorCommand.Mode.DAMPING;
      command.kp = 0;
      command.kd = kd;
      if (now - sinceNanos < YIELD_NANOS) {
        return Result.GOES_ON;
      }
      // The negated comparison also rejects a NaN tilt.
      if (!(tilt <= GREATEST_TILT)) {
        return Result.NOT_TRIED;
      }
      moving = true;
      motion.begin(state, now);
    }
    if (motion.step(now, command)) {
      return tilt <= 2 * GREATEST_TILT ? Result.GOES_ON : Result.FAILED;
    }
    return tilt <= levelRad ? Result.STANDS : Result.FAILED;
  }
}
