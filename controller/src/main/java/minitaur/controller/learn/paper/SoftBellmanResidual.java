package minitaur.controller.learn.paper;

/**
 * Loss of a soft Q-function, given a {@link SoftBellmanTarget}.
 *
 * <p>Paper, Eq. 5 and 6:
 *
 * <pre>
 *   J_Q = E[ (Q(s, a) - y)^2 / 2 ],   dJ_Q/dQ = (Q(s, a) - y) / batch
 * </pre>
 */
final class SoftBellmanResidual {
  private SoftBellmanResidual() {}

  /**
   * @param q {@code [batch]} Q(s, a). Not modified.
   * @param target {@code [batch]} y. Not modified.
   * @param gradient {@code [batch]} dJ_Q/dQ. Modified.
   * @return J_Q
   */
  static double compute(float[] q, float[] target, float[] gradient) {
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      float residual = q[i] - target[i];
      gradient[i] = residual / target.length;
      sum += 0.5 * residual * residual;
    }
    return sum / target.length;
  }
}
