package minitaur.sim.contact;

/**
 * A one-sided inelastic limit: a distance that must not become negative and a force that only
 * pushes, such as a joint stop.
 */
public final class UnilateralLimit {
  /** Rate of the distance. */
  public final ConstraintRow row = new ConstraintRow();

  private double gap;
  private double inverseMass;
  private double impulse;

  /**
   * Takes over the row, which must be whitened, and applies the impulse to start from.
   *
   * @param newGap distance left; below 0 when the limit is passed
   * @param startImpulse a guess, usually the last step's impulse
   * @param w whitened velocities of all bodies. Modified.
   */
  public void prepare(double newGap, double startImpulse, double[] w) {
    gap = newGap;
    inverseMass = row.coupling(row);
    impulse = startImpulse;
    row.push(impulse, w);
  }

  /** Sum of the impulses of this step. */
  public double impulse() {
    return impulse;
  }

  /** Distance left at the step's start; below 0 when the limit is passed. */
  public double gap() {
    return gap;
  }

  /** What a unit impulse changes the row's velocity by. */
  double inverseMass() {
    return inverseMass;
  }

  /**
   * Makes this one limit hold. Modified: {@code w}. Returns by how much it was violated, as a
   * velocity.
   */
  double solve(double[] w, double stepSeconds) {
    double excess = row.velocity(w) + Math.max(0, gap) / stepSeconds;
    double target = Math.max(0, impulse - excess / inverseMass);
    double change = target - impulse;
    if (change == 0) {
      return 0;
    }
    impulse = target;
    row.push(change, w);
    return Math.abs(change) * inverseMass;
  }
}
