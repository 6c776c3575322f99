package minitaur.controller.task.reward;

/** Punishes jerky actions: - weight mean_i abs(a_i[t] - 2 a_i[t-1] + a_i[t-2]). */
public final class ActionAccelerationTerm {
  private final double weight;

  /** A term of {@code weight} per unit of the actions' second difference. */
  public ActionAccelerationTerm(double weight) {
    this.weight = weight;
  }

  /**
   * The term's part of the reward. Actions before an episode's first are zero.
   *
   * @param action {@code [8]} a[t]. Not modified.
   * @param previousAction {@code [8]} a[t-1]. Not modified.
   * @param actionBeforePrevious {@code [8]} a[t-2]. Not modified.
   */
  public double value(float[] action, float[] previousAction, float[] actionBeforePrevious) {
    double sum = 0;
    for (int i = 0; i < action.length; i++) {
      sum += Math.abs((double) action[i] - 2.0 * previousAction[i] + actionBeforePrevious[i]);
    }
    return -weight * sum / action.length;
  }
}
