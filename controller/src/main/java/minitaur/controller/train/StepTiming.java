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
 * Measures the latency of each command relative to the nominal time of its control step, including
 * observation and policy inference. Does not allocate in a step.
 */
final class StepTiming implements EpisodeObserver {
  private final Clock clock;
  private final long periodNanos;
  private final LoopTiming delays = new LoopTiming();
  private volatile long missed;

  /**
   * @param clock of the robot
   * @param periodNanos control period; a command with a higher latency misses its deadline
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

  /** Human-readable description. Thread-safe. */
  String describe() {
    LoopTiming.Percentiles all = delays.percentiles();
    return String.format(
        Locale.ROOT,
        "Command latency: %.1f ms median, %.1f ms p99, %.1f ms max;"
            + " %d of %d missed the deadline of %d ms",
        all.p50Nanos() * 1e-6,
        all.p99Nanos() * 1e-6,
        all.maximumNanos() * 1e-6,
        missed,
        all.count(),
        Math.round(periodNanos * 1e-6));
  }
}
