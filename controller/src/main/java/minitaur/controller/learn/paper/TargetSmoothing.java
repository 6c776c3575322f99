package minitaur.controller.learn.paper;

import minitaur.controller.learn.nn.Adam;
import minitaur.controller.learn.nn.FloatMemory;
import minitaur.controller.learn.nn.NetworkParameters;

/**
 * The exponentially moving average that a target network is of its network. It follows the
 * optimiser piece by piece.
 *
 * <p>Paper, algorithm 1: {@code thetabar = tau theta + (1 - tau) thetabar}
 */
final class TargetSmoothing implements Adam.Follower {
  private final FloatMemory target;
  private final float tau;
  private final float[] thetaBar = new float[Adam.PIECE];

  /**
   * @param target thetabar, not copied. Modified by {@link #follow}.
   * @param smoothing tau
   */
  TargetSmoothing(NetworkParameters target, double smoothing) {
    this.target = target.memory;
    tau = (float) smoothing;
  }

  @Override
  public void follow(int start, float[] theta, int count) {
    target.read(start, thetaBar, 0, count);
    average(theta, thetaBar, tau);
    target.write(start, thetaBar, 0, count);
  }

  private static void average(float[] theta, float[] target, float tau) {
    float rest = 1 - tau;
    for (int i = 0; i < Adam.PIECE; i++) {
      target[i] = tau * theta[i] + rest * target[i];
    }
  }
}
