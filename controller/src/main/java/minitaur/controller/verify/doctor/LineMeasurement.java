package minitaur.controller.verify.doctor;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.Text;
import minitaur.hal.loop.LatencyHistogram.Percentiles;
import minitaur.hal.serial.BoardCapability;
import minitaur.hal.serial.BoardTraits;
import org.jspecify.annotations.Nullable;

/**
 * Timing of the position loop and its serial line, with the requirement for each quantity.
 *
 * @param traits of the board
 * @param periodNanos period of the position loop
 * @param jitter jitter of the ticks
 * @param missedTicks number of ticks that were skipped, and therefore have no jitter
 * @param roundTrip time from a command to the first state that acknowledges it
 * @param statesPerSecond rate of received states; NaN when nothing was recorded
 * @param timer latency timer of an FTDI adapter; null for another port
 */
record LineMeasurement(
    BoardTraits traits,
    long periodNanos,
    Percentiles jitter,
    long missedTicks,
    Percentiles roundTrip,
    double statesPerSecond,
    @Nullable LatencyTimer timer) {
  private static final double MILLIS_PER_NANO = 1e-6;
  private static final String JITTER_FIX =
      "allow real-time priority and disable CPU idle states as docs/hardware.md describes, and end"
          + " other programs";

  /**
   * Policies and gains were tuned on simulated robots with 3 ms from command to motor; the
   * returning state may take the other half.
   */
  private static final double MAX_ROUND_TRIP_P50_MS = 6;

  /** Half of a control step. */
  private static final double MAX_ROUND_TRIP_P99_MS = 10;

  private static final double MIN_RATE_SHARE = 0.8;

  /** Limit of {@code bench loop}, %. */
  static final double MAX_MISSED_PERCENT = 0.1;

  /** Max tick jitter, ms. A tick with more jitter replaces the next one. */
  double maxJitterMillis() {
    return periodNanos * MILLIS_PER_NANO;
  }

  /** Share of skipped ticks, %. */
  double missedPercent() {
    return 100.0 * missedTicks / Math.max(1, missedTicks + jitter.count());
  }

  /** Min rate of states that the loop needs, 1/s. */
  double requiredStatesPerSecond() {
    long period =
        traits.statePeriodNanos() > 0 ? traits.statePeriodNanos() : traits.commandPeriodNanos();
    return MIN_RATE_SHARE * 1e9 / Math.max(1, period);
  }

  /** Describes the requirement for the round trip. */
  String roundTripRequirement() {
    return Text.of(
        "p50 at most %.0f ms, p99 at most %.0f ms", MAX_ROUND_TRIP_P50_MS, MAX_ROUND_TRIP_P99_MS);
  }

  /** Each missed requirement with its fix. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    double p99 = jitter.p99Nanos() * MILLIS_PER_NANO;
    if (jitter.count() > 0 && p99 > maxJitterMillis()) {
      problems.add(
          Text.of(
              "tick jitter p99 is %.2f ms, the limit is one period, %.2f ms: " + JITTER_FIX,
              p99,
              maxJitterMillis()));
    }
    if (missedPercent() > MAX_MISSED_PERCENT) {
      problems.add(
          Text.of(
              "%d ticks (%.2f %%) were skipped, the limit is %.1f %%: " + JITTER_FIX,
              missedTicks,
              missedPercent(),
              MAX_MISSED_PERCENT));
    }
    if (statesPerSecond < requiredStatesPerSecond()) {
      problems.add(
          Text.of(
              "%.0f states per second, at least %.0f are required: %s",
              statesPerSecond,
              requiredStatesPerSecond(),
              traits.statePeriodNanos() > 0
                  ? "raise the board's rate of states, or use a faster line"
                  : "commands are not answered in time; check the line and other traffic on it"));
    }
    addRoundTrip(problems);
    String timerProblem = timer == null ? null : timer.problem();
    if (timerProblem != null) {
      problems.add(timerProblem);
    }
    return problems;
  }

  private void addRoundTrip(List<String> problems) {
    if (!traits.supports(BoardCapability.COMMAND_ECHO)) {
      return;
    }
    if (roundTrip.count() == 0) {
      problems.add(
          "no command was acknowledged: states arrive, but commands do not reach the board; check"
              + " the transmit wire, and that the board's firmware matches");
      return;
    }
    double p50 = roundTrip.p50Nanos() * MILLIS_PER_NANO;
    double p99 = roundTrip.p99Nanos() * MILLIS_PER_NANO;
    if (p50 > MAX_ROUND_TRIP_P50_MS || p99 > MAX_ROUND_TRIP_P99_MS) {
      problems.add(
          Text.of(
              "round trip p50 is %.1f ms and p99 %.1f ms, allowed: %s; %s",
              p50,
              p99,
              roundTripRequirement(),
              timer == null
                  ? "use a faster line, and an adapter without buffering"
                  : "see the latency timer of the adapter"));
    }
  }
}
