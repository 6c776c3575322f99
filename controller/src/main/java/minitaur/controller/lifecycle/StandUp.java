package minitaur.controller.lifecycle;

import java.util.List;
import minitaur.controller.lifecycle.LegTrajectory.Posture;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;

/**
 * The scripted get-up: yield until it lies still, fold the legs so that it lies on its belly, stand
 * up slowly. Only where the attitude allows it: from its side or back nothing of this leads to its
 * feet.
 */
final class StandUp {
  /** What came of it. */
  enum Result {
    /** It goes on. */
    GOES_ON,
    /** The robot stands. */
    STANDS,
    /** It lies so that no attempt is made. */
    NOT_TRIED,
    /** It did not come to stand. */
    FAILED
  }

  private static final long YIELD_NANOS = 800_000_000;

  /** Beyond it a folded robot stays on its side, nose or tail. */
  private static final double GREATEST_TILT = Math.toRadians(50);

  /** As far folded as the guard lets legs be, and a little less. */
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
   * Says what the motors shall do now.
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
      // Written so that a tilt that is no number is none to begin with.
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
