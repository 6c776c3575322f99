package minitaur.controller.learn.sac;

/** What one gradient step showed. A mutable structure that the learner fills. */
public final class UpdateStatistics {
  /** J_Q of the first soft Q-function (Eq. 5). */
  public double q1Loss;

  /** J_Q of the second soft Q-function (Eq. 5). */
  public double q2Loss;

  /** Mean of the smaller Q(s, a) over the minibatch's own actions. */
  public double meanQ;

  /** J_pi (Eq. 9). */
  public double policyLoss;

  /** J(alpha) (Eq. 18). */
  public double temperatureLoss;

  /** alpha after the step. */
  public double temperature;

  /** Mean of -log pi(a|s) over fresh samples, nats. */
  public double entropy;

  /** Whether every number is finite. */
  public boolean isFinite() {
    return Double.isFinite(
        0 * (q1Loss + q2Loss + meanQ + policyLoss + temperatureLoss + temperature + entropy));
  }
}
