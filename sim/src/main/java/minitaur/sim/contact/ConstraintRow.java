package minitaur.sim.contact;

/**
 * One row of a constraint's Jacobian: a velocity as a linear function of the trunk's six velocities
 * and of two motors.
 *
 * <p>The solver wants it whitened: with the mass matrix M = L L', velocities u become w = L' u and
 * a row J becomes J L'^-1. Then kinetic energy is |w|^2 / 2, an impulse along a row moves w along
 * that same row, and the effect of one row on another is their scalar product.
 */
public final class ConstraintRow {
  /** Number of velocities of the trunk; they come first in a vector of velocities. */
  public static final int TRUNK = 6;

  /** {@code [6]} coefficients of the trunk's velocities. */
  public final double[] trunk = new double[TRUNK];

  /** Coefficient of the rear motor. */
  public double rear;

  /** Coefficient of the front motor. */
  public double front;

  private int rearIndex = TRUNK;
  private int frontIndex = TRUNK + 1;

  /** Says which two motors the row speaks of, by their places in a vector of velocities. */
  public void setMotors(int newRearIndex, int newFrontIndex) {
    rearIndex = newRearIndex;
    frontIndex = newFrontIndex;
  }

  /** The row's velocity. Not modified. */
  public double velocity(double[] w) {
    return trunk[0] * w[0]
        + trunk[1] * w[1]
        + trunk[2] * w[2]
        + trunk[3] * w[3]
        + trunk[4] * w[4]
        + trunk[5] * w[5]
        + rear * w[rearIndex]
        + front * w[frontIndex];
  }

  /** Changes the velocities by an impulse along the row. Modified: {@code w}, whitened. */
  public void push(double impulse, double[] w) {
    w[0] += impulse * trunk[0];
    w[1] += impulse * trunk[1];
    w[2] += impulse * trunk[2];
    w[3] += impulse * trunk[3];
    w[4] += impulse * trunk[4];
    w[5] += impulse * trunk[5];
    w[rearIndex] += impulse * rear;
    w[frontIndex] += impulse * front;
  }

  /**
   * Velocity along this row that a unit impulse along {@code other}, of the same motors, makes;
   * both whitened.
   */
  double coupling(ConstraintRow other) {
    double sum = rear * other.rear + front * other.front;
    for (int i = 0; i < TRUNK; i++) {
      sum += trunk[i] * other.trunk[i];
    }
    return sum;
  }
}
