package minitaur.controller.task;

import java.util.Arrays;

/**
 * Low-pass filter between the policy's actions and the motors: a second-order Butterworth filter
 * for each component, discretized by the bilinear transform. It starts at action 0, the robot's
 * stance at the start of an episode. Filtering allocates nothing.
 */
public final class ActionFilter {
  private final boolean active;
  private final double gain;
  private final double feedback1;
  private final double feedback2;
  private final double[] input1 = new double[ObservationLayout.ACTION_SIZE];
  private final double[] input2 = new double[ObservationLayout.ACTION_SIZE];
  private final double[] output1 = new double[ObservationLayout.ACTION_SIZE];
  private final double[] output2 = new double[ObservationLayout.ACTION_SIZE];

  /**
   * Creates a filter at action 0.
   *
   * @param cutoffHz frequency at which the filter halves the power of a signal; 0 disables the
   *     filter
   * @param rateHz sampling rate of the actions, more than twice the cutoff
   */
  public ActionFilter(double cutoffHz, double rateHz) {
    active = cutoffHz > 0;
    double k = StrictMath.tan(Math.PI * cutoffHz / rateHz);
    double scale = 1 / (1 + Math.sqrt(2) * k + k * k);
    gain = k * k * scale;
    feedback1 = 2 * (k * k - 1) * scale;
    feedback2 = (1 - Math.sqrt(2) * k + k * k) * scale;
  }

  /** Resets the filter to action 0. */
  public void reset() {
    Arrays.fill(input1, 0);
    Arrays.fill(input2, 0);
    Arrays.fill(output1, 0);
    Arrays.fill(output2, 0);
  }

  /**
   * Filters the next action.
   *
   * @param action {@code [8]} the policy's action. Not modified.
   * @param filtered {@code [8]} action for the motors, within [-1, 1]. Modified.
   */
  public void apply(float[] action, float[] filtered) {
    if (!active) {
      System.arraycopy(action, 0, filtered, 0, ObservationLayout.ACTION_SIZE);
      return;
    }
    for (int i = 0; i < ObservationLayout.ACTION_SIZE; i++) {
      double x = action[i];
      double y =
          gain * (x + 2 * input1[i] + input2[i]) - feedback1 * output1[i] - feedback2 * output2[i];
      input2[i] = input1[i];
      input1[i] = x;
      output2[i] = output1[i];
      output1[i] = y;
      filtered[i] = (float) Math.max(-1, Math.min(1, y));
    }
  }
}
