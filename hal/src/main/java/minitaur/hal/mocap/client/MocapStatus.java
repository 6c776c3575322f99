package minitaur.hal.mocap.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a client, at one moment.
 *
 * @param connected whether the server talks to us
 * @param problem why there are no poses; null when there are
 * @param message the problem for people, with what to do; null when there is none
 * @param connections how often it connected
 * @param bodies names of the bodies that the server has told of, in alphabetical order
 * @param frames samples of the body that came
 * @param missing samples that never came, by the numbers of frames
 * @param unseen samples in which the server did not see the body
 * @param invalid samples that were no numbers or no rotation
 * @param disordered samples that were not later than the one before
 * @param frozen samples that repeated the one before to the last bit
 * @param clockJumps how often the server's clock was set
 * @param rateHz samples a second; NaN while unknown
 * @param delaySeconds from capture to arrival, about; NaN while unknown
 * @param jitterSeconds standard deviation of the delay; NaN while unknown
 */
public record MocapStatus(
    boolean connected,
    @Nullable MocapProblem problem,
    @Nullable String message,
    int connections,
    List<String> bodies,
    long frames,
    long missing,
    long unseen,
    long invalid,
    long disordered,
    long frozen,
    long clockJumps,
    double rateHz,
    double delaySeconds,
    double jitterSeconds) {

  /** Share of samples that did not become a pose, 0 to 1. */
  public double lostShare() {
    long expected = frames + missing;
    return expected == 0
        ? 0
        : (double) (missing + unseen + invalid + disordered + frozen) / expected;
  }
}
