package minitaur.controller.learn.paper;

/**
 * Loss of the policy with the minimum of both soft Q-functions (section 6).
 *
 * <p>Paper, Eq. 9 and 10:
 *
 * <pre>
 *   J_pi = E[ alpha log pi(a|s) - min_i Q_i(s, a) ]
 *   dJ_pi/dQ_i = -1 / batch where Q_i is the smaller one, else 0
 *   dJ_pi/dlogpi = alpha / batch
 * </pre>
 */
final class PolicyObjective {
  private PolicyObjective() {}

  /**
   * @param logLikelihood {@code [batch]} log pi(a|s). Not modified.
   * @param q1 Q_1(s, a). The rows where it is the smaller one are added to it. Modified.
   * @param q2 Q_2(s, a). The rows where it is the smaller one are added to it. Modified.
   * @return J_pi
   */
  static double compute(
      float[] logLikelihood, SoftQFunction q1, SoftQFunction q2, double temperature) {
    int batch = logLikelihood.length;
    float[] value1 = q1.policyValue();
    float[] value2 = q2.policyValue();
    q1.clearPolicyRows();
    q2.clearPolicyRows();
    double sum = 0;
    for (int row = 0; row < batch; row++) {
      SoftQFunction smaller = value1[row] <= value2[row] ? q1 : q2;
      smaller.addPolicyRow(row, -1f / batch);
      sum += temperature * logLikelihood[row] - smaller.policyValue()[row];
    }
    return sum / batch;
  }
}
