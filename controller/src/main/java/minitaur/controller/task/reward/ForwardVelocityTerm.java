package minitaur.controller.task.reward;

/** Rewards forward motion: + weight clip(v, -limit, limit). */
public final class ForwardVelocityTerm {
  private final double weight;
  private final double limit;

  /** A term of {@code weight} per m/s, level beyond {@code limit} m/s. */
  public ForwardVelocityTerm(double weight, double limit) {
    this.weight = weight;
    this.limit = limit;
  }

  /**
   * The term's part of the reward.
   *
   * @param velocity displacement of the trunk's origin along the lane's x over the step, divided by
   *     the step, m/s
   */
  public double value(double velocity) {
    return weight * Math.max(-limit, Math.min(limit, velocity));
  }
}
