package minitaur.controller.sac;

import minitaur.controller.nn.FloatMemory;
import minitaur.controller.nn.NetworkParameters;

/**
 * The exponentially moving average that a target network is of its network.
 *
 * <p>Paper, algorithm 1: {@code thetabar = tau theta + (1 - tau) thetabar}
 */
final class TargetSmoothing {
  /** Length of a piece; see {@link FloatMemory}. */
  private static final int PIECE = 4096;

  private final FloatMemory parameters;
  private final FloatMemory target;
  private final float tau;
  private final float[] theta = new float[PIECE];
  private final float[] thetaBar = new float[PIECE];

  /**
   * @param parameters theta, not copied. Not modified.
   * @param target thetabar, not copied. Modified by {@link #apply}.
   * @param smoothing tau
   */
  TargetSmoothing(NetworkParameters parameters, NetworkParameters target, double smoothing) {
    this.parameters = parameters.memory;
    this.target = target.memory;
    tau = (float) smoothing;
  }

  void apply() {
    for (int start = 0; start < parameters.length(); start += PIECE) {
      int count = Math.min(PIECE, parameters.length() - start);
      parameters.read(start, theta, 0, count);
      target.read(start, thetaBar, 0, count);
      average(theta, thetaBar, tau);
      target.write(start, thetaBar, 0, count);
    }
  }

  private static void average(float[] theta, float[] target, float tau) {
    float rest = 1 - tau;
    for (int i = 0; i < PIECE; i++) {
      target[i] = tau * theta[i] + rest * target[i];
    }
  }
}
