package minitaur.controller.train;

import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.Tick;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.Text;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.mocap.Track;

/**
 * Measures the latency of each command relative to the nominal time of its control step, including
 * observation and policy inference. Does not allocate in a step.
 */
final class StepTiming implements EpisodeObserver {
  private final Clock clock;
  private final long periodNanos;
  private final LatencyHistogram latencies = new LatencyHistogram();
  private volatile long missedDeadlines;

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
    long latencyNanos = clock.nanos() - tick.timeNanos;
    latencies.record(latencyNanos);
    if (latencyNanos > periodNanos) {
      missedDeadlines++;
    }
  }

  /** Human-readable description. Thread-safe. */
  String describe() {
    LatencyHistogram.Percentiles percentiles = latencies.percentiles();
    if (percentiles.count() == 0) {
      return "No command was sent";
    }
    return Text.of(
        "Command latency: %.1f ms median, %.1f ms p99, %.1f ms max;"
            + " %d of %d missed the deadline of %d ms",
        percentiles.p50Nanos() * 1e-6,
        percentiles.p99Nanos() * 1e-6,
        percentiles.maxNanos() * 1e-6,
        missedDeadlines,
        percentiles.count(),
        Math.round(periodNanos * 1e-6));
  }
}
