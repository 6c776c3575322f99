package minitaur.hal.mocap.client;

import java.util.List;
import java.util.Map;
import minitaur.hal.mocap.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Status of a motion-capture client.
 *
 * @param connected whether the server sends data
 * @param problem why there are no poses; null when there are
 * @param message the problem for people, with what to do; null when there is none
 * @param warnings what is wrong though there are poses, with what to do, one sentence each
 * @param bodies names of the bodies that the server has reported, in alphabetical order
 * @param samples what became of the samples
 * @param arrivals when they arrive
 */
public record MocapStatus(
    boolean connected,
    @Nullable MocapProblem problem,
    @Nullable String message,
    List<String> warnings,
    List<String> bodies,
    Samples samples,
    Arrivals arrivals) {

  /**
   * What became of the samples of the body.
   *
   * @param frames that arrived
   * @param missing that never arrived, by the numbers of frames
   * @param dropped that did not become a pose, by reason; reasons without any are left out
   */
  public record Samples(long frames, long missing, Map<DropReason, Long> dropped) {
    /** How many samples {@code reason} dropped. */
    public long dropped(DropReason reason) {
      return dropped.getOrDefault(reason, 0L);
    }
  }

  /**
   * When samples arrive.
   *
   * @param connections how often it connected
   * @param clockJumps how often the server's clock was set
   * @param rateHz samples a second; NaN while unknown
   * @param delaySeconds from capture to arrival, about; NaN while unknown
   * @param jitterSeconds standard deviation of the delay; NaN while unknown
   */
  public record Arrivals(
      int connections, long clockJumps, double rateHz, double delaySeconds, double jitterSeconds) {}

  /** Share of samples that did not become a pose, 0 to 1. */
  public double lostShare() {
    long expected = samples.frames + samples.missing;
    long lost = samples.missing;
    for (Map.Entry<DropReason, Long> each : samples.dropped.entrySet()) {
      lost += each.getKey().isSample() && !each.getKey().isRegular() ? each.getValue() : 0;
    }
    return expected == 0 ? 0 : (double) lost / expected;
  }
}
