package minitaur.controller.learn.nn;

import java.util.Arrays;

/**
 * A fixed affine map of a network's inputs, {@code (x - centre) * scale} by element, part of
 * whatever uses the network.
 *
 * @param centre {@code [inputs]}
 * @param scale {@code [inputs]}
 */
public record InputScaling(float[] centre, float[] scale) {
  /** Checks that both have the same length. */
  public InputScaling {
    if (centre.length != scale.length) {
      throw new IllegalArgumentException(
          centre.length + " centres for " + scale.length + " scales");
    }
  }

  /** Leaves {@code inputs} numbers as they are. */
  public static InputScaling identity(int inputs) {
    float[] scale = new float[inputs];
    Arrays.fill(scale, 1);
    return new InputScaling(new float[inputs], scale);
  }

  /** Number of inputs. */
  public int inputs() {
    return centre.length;
  }

  /**
   * Scales one state.
   *
   * @param raw {@code [rows x inputs]}. Not modified.
   * @param row which of the rows
   * @param scaled {@code [at least inputs]}, set from its start. Modified.
   */
  public void apply(float[] raw, int row, float[] scaled) {
    System.arraycopy(raw, row * centre.length, scaled, 0, centre.length);
    for (int i = 0; i < centre.length; i++) {
      scaled[i] = (scaled[i] - centre[i]) * scale[i];
    }
  }
}
