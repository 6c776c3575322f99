package minitaur.sim.contact;

/**
 * One row of a constraint's Jacobian: a velocity as a linear function of a body's six velocities,
 * of two motors if that body is the robot's trunk, and of a second body's six.
 *
 * <p>The solver requires whitened rows: with the mass matrix M = L L', velocities u become w = L' u
 * and a row J becomes J L'^-1. Then the kinetic energy is |w|^2 / 2, an impulse along a row changes
 * w along that same row, and the coupling of two rows is their scalar product.
 */
public final class ConstraintRow {
  /** Number of velocity coordinates of a body. */
  public static final int BODY_DOFS = 6;

  private static final int NONE = -1;

  /** {@code [6]} coefficients of the first body's velocities. */
  public final double[] body = new double[BODY_DOFS];

  /** {@code [6]} coefficients of the second body's velocities, if there is one. */
  public final double[] secondBody = new double[BODY_DOFS];

  /** Coefficient of the rear motor. */
  public double rear;

  /** Coefficient of the front motor. */
  public double front;

  private int bodyIndex;
  private int rearIndex = BODY_DOFS;
  private int frontIndex = BODY_DOFS + 1;
  private int secondIndex = NONE;

  /**
   * Makes the robot the first and only body of the row.
   *
   * @param newRearIndex index of the rear motor's velocity in the velocity vector; newFrontIndex
   *     likewise. The trunk's velocities are the first six.
   */
  public void setRobot(int newRearIndex, int newFrontIndex) {
    bodyIndex = 0;
    rearIndex = newRearIndex;
    frontIndex = newFrontIndex;
    secondIndex = NONE;
  }

  /**
   * Makes a free body the first and only body of the row; its velocities start at {@code index}.
   */
  public void setFreeBody(int index) {
    bodyIndex = index;
    rear = 0;
    front = 0;
    secondIndex = NONE;
  }

  /** Adds a free body as the second body; its velocities start at {@code index}. */
  public void setSecondBody(int index) {
    secondIndex = index;
  }

  int bodyIndex() {
    return bodyIndex;
  }

  boolean hasSecondBody() {
    return secondIndex != NONE;
  }

  int secondIndex() {
    return secondIndex;
  }

  /** Velocity along the row. {@code w} is not modified. */
  public double velocity(double[] w) {
    int i = bodyIndex;
    double sum =
        body[0] * w[i]
            + body[1] * w[i + 1]
            + body[2] * w[i + 2]
            + body[3] * w[i + 3]
            + body[4] * w[i + 4]
            + body[5] * w[i + 5]
            + rear * w[rearIndex]
            + front * w[frontIndex];
    int k = secondIndex;
    if (k == NONE) {
      return sum;
    }
    return sum
        + secondBody[0] * w[k]
        + secondBody[1] * w[k + 1]
        + secondBody[2] * w[k + 2]
        + secondBody[3] * w[k + 3]
        + secondBody[4] * w[k + 4]
        + secondBody[5] * w[k + 5];
  }

  /** Applies an impulse along the row. Modified: {@code w}, whitened. */
  public void applyImpulse(double impulse, double[] w) {
    int i = bodyIndex;
    w[i] += impulse * body[0];
    w[i + 1] += impulse * body[1];
    w[i + 2] += impulse * body[2];
    w[i + 3] += impulse * body[3];
    w[i + 4] += impulse * body[4];
    w[i + 5] += impulse * body[5];
    w[rearIndex] += impulse * rear;
    w[frontIndex] += impulse * front;
    int k = secondIndex;
    if (k != NONE) {
      w[k] += impulse * secondBody[0];
      w[k + 1] += impulse * secondBody[1];
      w[k + 2] += impulse * secondBody[2];
      w[k + 3] += impulse * secondBody[3];
      w[k + 4] += impulse * secondBody[4];
      w[k + 5] += impulse * secondBody[5];
    }
  }

  /**
   * Same as {@link #applyImpulse} of three rows of the same bodies and motors in sequence, but
   * reads and writes each velocity once. Modified: {@code w}.
   */
  static void applyImpulse(
      ConstraintRow a,
      double impulseA,
      ConstraintRow b,
      double impulseB,
      ConstraintRow c,
      double impulseC,
      double[] w) {
    applyImpulse(a.body, impulseA, b.body, impulseB, c.body, impulseC, w, a.bodyIndex);
    int rear = a.rearIndex;
    int front = a.frontIndex;
    w[rear] = w[rear] + impulseA * a.rear + impulseB * b.rear + impulseC * c.rear;
    w[front] = w[front] + impulseA * a.front + impulseB * b.front + impulseC * c.front;
    if (a.secondIndex != NONE) {
      applyImpulse(
          a.secondBody, impulseA, b.secondBody, impulseB, c.secondBody, impulseC, w, a.secondIndex);
    }
  }

  private static void applyImpulse(
      double[] a,
      double impulseA,
      double[] b,
      double impulseB,
      double[] c,
      double impulseC,
      double[] w,
      int first) {
    for (int i = 0; i < BODY_DOFS; i++) {
      w[first + i] = w[first + i] + impulseA * a[i] + impulseB * b[i] + impulseC * c[i];
    }
  }

  /**
   * Velocity change along this row due to a unit impulse along {@code other}; both rows whitened
   * and of the same bodies and motors.
   */
  double coupling(ConstraintRow other) {
    double sum = rear * other.rear + front * other.front;
    for (int i = 0; i < BODY_DOFS; i++) {
      sum += body[i] * other.body[i];
    }
    if (secondIndex != NONE) {
      for (int i = 0; i < BODY_DOFS; i++) {
        sum += secondBody[i] * other.secondBody[i];
      }
    }
    return sum;
  }
}
