package minitaur.controller.train;

import java.util.Locale;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.Tick;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.mocap.Track;

/**
 * How long after its control step was due each command was given, observation and policy included.
 * Allocates nothing at a step.
 */
final class StepTiming implements EpisodeObserver {
  private final Clock clock;
  private final long periodNanos;
  private final LoopTiming delays = new LoopTiming();
  private volatile long missed;

  /**
   * @param clock the robot's
   * @param periodNanos between two control steps; a later command has missed its deadline
   */
  StepTiming(Clock clock, long periodNanos) {
    this.clock = clock;
    this.periodNanos = periodNanos;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the thread that runs the episodes writes it.
  public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
    long delay = clock.nanos() - tick.timeNanos;
    delays.record(delay);
    if (delay > periodNanos) {
      missed++;
    }
  }

  /** For people. Any thread. */
  String describe() {
    LoopTiming.Percentiles all = delays.percentiles();
    return String.format(
        Locale.ROOT,
        "Commands %.1f ms after their step was due (median), %.1f ms (p99), %.1f ms at most;"
            + " %d of %d missed the deadline of %d ms",
        all.p50Nanos() * 1e-6,
        all.p99Nanos() * 1e-6,
        all.maximumNanos() * 1e-6,
        missed,
        all.count(),
        Math.round(periodNanos * 1e-6));
  }
}
