package minitaur.sim.contact;

/**
 * A one-sided inelastic limit, such as a joint stop: a distance that must not become negative and a
 * force that can only push.
 */
public final class UnilateralLimit {
  /** Rate of the distance. */
  public final ConstraintRow row = new ConstraintRow();

  private double gap;
  private double inverseMass;
  private double impulse;

  /**
   * Initializes the limit from its row, which must be whitened, and applies the initial impulse.
   *
   * @param newGap remaining distance; negative beyond the limit
   * @param startImpulse initial guess, usually the impulse of the last step
   * @param w whitened velocities of all bodies. Modified.
   */
  public void prepare(double newGap, double startImpulse, double[] w) {
    gap = newGap;
    inverseMass = row.coupling(row);
    impulse = startImpulse;
    row.applyImpulse(impulse, w);
  }

  /** Impulse of this step. */
  public double impulse() {
    return impulse;
  }

  /** Remaining distance at the start of the step; negative beyond the limit. */
  public double gap() {
    return gap;
  }

  /** Change of the row's velocity due to a unit impulse. */
  double inverseMass() {
    return inverseMass;
  }

  /** Solves this limit and returns its violation, as a velocity. Modified: {@code w}. */
  double solve(double[] w, double stepSeconds) {
    double excess = row.velocity(w) + Math.max(0, gap) / stepSeconds;
    double target = Math.max(0, impulse - excess / inverseMass);
    double change = target - impulse;
    if (change == 0) {
      return 0;
    }
    impulse = target;
    row.applyImpulse(change, w);
    return Math.abs(change) * inverseMass;
  }
}
