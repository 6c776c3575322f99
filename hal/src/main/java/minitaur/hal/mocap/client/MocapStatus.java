package minitaur.hal.mocap.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Status of a motion-capture client.
 *
 * @param connected whether the server sends data
 * @param problem why there are no poses; null when there are
 * @param message the problem for people, with what to do; null when there is none
 * @param connections how often it connected
 * @param bodies names of the bodies that the server has reported, in alphabetical order
 * @param samples what became of the samples
 * @param arrivals when they arrive
 */
public record MocapStatus(
    boolean connected,
    @Nullable MocapProblem problem,
    @Nullable String message,
    int connections,
    List<String> bodies,
    Samples samples,
    Arrivals arrivals) {

  /**
   * What became of the samples of the body.
   *
   * @param frames that arrived
   * @param missing that never arrived, by the numbers of frames
   * @param unseen in which the server did not see the body
   * @param invalid that were not finite, or no rotation
   * @param disordered that were not later than the one before
   * @param frozen that repeated the one before to the last bit
   */
  public record Samples(
      long frames, long missing, long unseen, long invalid, long disordered, long frozen) {}

  /**
   * When samples arrive.
   *
   * @param clockJumps how often the server's clock was set
   * @param rateHz samples a second; NaN while unknown
   * @param delaySeconds from capture to arrival, about; NaN while unknown
   * @param jitterSeconds standard deviation of the delay; NaN while unknown
   */
  public record Arrivals(
      long clockJumps, double rateHz, double delaySeconds, double jitterSeconds) {}

  /** Share of samples that did not become a pose, 0 to 1. */
  public double lostShare() {
    long expected = samples.frames + samples.missing;
    long lost =
        samples.missing + samples.unseen + samples.invalid + samples.disordered + samples.frozen;
    return expected == 0 ? 0 : (double) lost / expected;
  }
}
