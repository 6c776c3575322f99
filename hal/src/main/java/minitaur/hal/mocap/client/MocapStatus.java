package minitaur.hal.mocap.client;

import java.util.List;
import java.util.Map;
import minitaur.hal.mocap.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Status of a motion-capture client.
 *
 * @param connected whether the server sends data
 * @param problem why there are no poses; null if there are poses
 * @param message description of the problem with its remedy; null if there is none
 * @param warnings problems of a stream that provides poses, with their remedies, one sentence each
 * @param bodies names of the bodies that the server has reported, in alphabetical order
 * @param samples counts of the body's samples
 * @param arrivals arrival statistics
 */
public record MocapStatus(
    boolean connected,
    @Nullable MocapProblem problem,
    @Nullable String message,
    List<String> warnings,
    List<String> bodies,
    Samples samples,
    StreamStatistics arrivals) {

  /**
   * Counts of the body's samples.
   *
   * @param frames samples that arrived
   * @param missing samples that never arrived, according to the frame numbers
   * @param dropped samples that did not become a pose, by reason; zero counts are omitted
   */
  public record Samples(long frames, long missing, Map<DropReason, Long> dropped) {
    /** Number of samples dropped for {@code reason}. */
    public long dropped(DropReason reason) {
      return dropped.getOrDefault(reason, 0L);
    }
  }

  /**
   * Arrival statistics.
   *
   * @param connections number of successful connections
   * @param clockJumps number of jumps of the server's clock
   * @param rateHz samples per second; NaN while unknown
   * @param delaySeconds approximate delay from capture to arrival; NaN while unknown
   * @param jitterSeconds standard deviation of the delay; NaN while unknown
   */
  public record StreamStatistics(
      int connections, long clockJumps, double rateHz, double delaySeconds, double jitterSeconds) {}

  /** Fraction of samples that did not become a pose, 0 to 1. */
  public double lossFraction() {
    long expected = samples.frames + samples.missing;
    long lost = samples.missing;
    for (Map.Entry<DropReason, Long> entry : samples.dropped.entrySet()) {
      lost += entry.getKey().isSample() && !entry.getKey().isRegular() ? entry.getValue() : 0;
    }
    return expected == 0 ? 0 : (double) lost / expected;
  }
}
