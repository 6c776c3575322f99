package minitaur.sim.contact;

/**
 * A contact point, closed or about to close, with Coulomb friction: no penetration, no adhesion,
 * and a friction impulse inside the Coulomb cone, opposite to the sliding velocity.
 *
 * <p>With gap g, step h, normal velocity vn and tangential velocity vt at the end of the step,
 * normal impulse pn and tangential impulse pt:
 *
 * <pre>
 *   0 &lt;= vn + max(g, 0) / h,  pn &gt;= 0,  one of the two is 0
 *   |pt| &lt;= mu pn;  vt = 0, or |pt| = mu pn and vt = -alpha pt with alpha &gt; 0
 * </pre>
 *
 * There is no restitution. The contact velocities are v = A p + b, with the symmetric 3 x 3
 * coupling matrix A of the three rows and the velocity b due to everything else.
 */
public final class Contact {
  private static final int SLIDING_ITERATIONS = 50;

  /** Tolerance on the normal velocity in the search for a sliding contact's impulse, m/s. */
  private static final double SLIDING_TOLERANCE = 1e-10;

  private static final int FRICTION_ITERATIONS = 12;

  /** Rate of the gap. */
  public final ConstraintRow normal = new ConstraintRow();

  /** Velocity along the first tangent. */
  public final ConstraintRow tangent1 = new ConstraintRow();

  /** Velocity along the second tangent. */
  public final ConstraintRow tangent2 = new ConstraintRow();

  private double gap;
  private double friction;

  // A
  private double nn;
  private double n1;
  private double n2;
  private double t11;
  private double t12;
  private double t22;

  // A^-1
  private double inverseNn;
  private double inverseN1;
  private double inverseN2;
  private double inverse11;
  private double inverse12;
  private double inverse22;

  private double normalImpulse;
  private double impulse1;
  private double impulse2;

  // Contact velocities at the start of solve().
  private double normalVelocity;
  private double velocity1;
  private double velocity2;

  /**
   * Initializes the contact from its three rows, which must be whitened, and applies the initial
   * impulses.
   *
   * @param newGap distance between the surfaces, m; negative for penetration
   * @param newFriction Coulomb friction coefficient
   * @param startNormal initial guess of the normal impulse, usually that of the last step, Ns
   * @param start1 initial guess of the impulse along the first tangent, Ns
   * @param start2 initial guess of the impulse along the second tangent, Ns
   * @param w whitened velocities of all bodies. Modified.
   */
  public void prepare(
      double newGap,
      double newFriction,
      double startNormal,
      double start1,
      double start2,
      double[] w) {
    gap = newGap;
    friction = newFriction;
    nn = normal.coupling(normal);
    n1 = normal.coupling(tangent1);
    n2 = normal.coupling(tangent2);
    t11 = tangent1.coupling(tangent1);
    t12 = tangent1.coupling(tangent2);
    t22 = tangent2.coupling(tangent2);
    invert();
    normalImpulse = startNormal;
    impulse1 = start1;
    impulse2 = start2;
    if (normalImpulse > 0) {
      applyImpulse(normalImpulse, impulse1, impulse2, w);
    }
  }

  private void invert() {
    double cofactorNn = t11 * t22 - t12 * t12;
    double cofactorN1 = n2 * t12 - n1 * t22;
    double cofactorN2 = n1 * t12 - n2 * t11;
    double scale = 1 / (nn * cofactorNn + n1 * cofactorN1 + n2 * cofactorN2);
    inverseNn = scale * cofactorNn;
    inverseN1 = scale * cofactorN1;
    inverseN2 = scale * cofactorN2;
    inverse11 = scale * (nn * t22 - n2 * n2);
    inverse12 = scale * (n1 * n2 - nn * t12);
    inverse22 = scale * (nn * t11 - n1 * n1);
  }

  /** Gap at the start of the step, m; negative for penetration. */
  public double gap() {
    return gap;
  }

  /** Normal impulse of this step, Ns. */
  public double normalImpulse() {
    return normalImpulse;
  }

  /** Impulse of this step along the first tangent, Ns. */
  public double impulse1() {
    return impulse1;
  }

  /** Impulse of this step along the second tangent, Ns. */
  public double impulse2() {
    return impulse2;
  }

  /** Change of the normal velocity due to a unit normal impulse. */
  double normalInverseMass() {
    return nn;
  }

  /**
   * Solves this contact with the impulses of all others fixed. Modified: {@code w}.
   *
   * @return violation of the contact law, as a velocity, m/s
   */
  double solve(double[] w, double stepSeconds) {
    normalVelocity = normal.velocity(w) + Math.max(0, gap) / stepSeconds;
    if (normalImpulse == 0 && normalVelocity >= 0) {
      return 0;
    }
    velocity1 = tangent1.velocity(w);
    velocity2 = tangent2.velocity(w);
    double oldNormal = normalImpulse;
    double old1 = impulse1;
    double old2 = impulse2;
    if (!trySticking()) {
      solveSliding();
    }
    double changeNormal = normalImpulse - oldNormal;
    double change1 = impulse1 - old1;
    double change2 = impulse2 - old2;
    applyImpulse(changeNormal, change1, change2, w);
    return Math.abs(changeNormal) * nn + Math.abs(change1) * t11 + Math.abs(change2) * t22;
  }

  /** Applies the impulse that brings the contact to rest if it lies inside the friction cone. */
  private boolean trySticking() {
    double newNormal =
        normalImpulse - inverseNn * normalVelocity - inverseN1 * velocity1 - inverseN2 * velocity2;
    double new1 =
        impulse1 - inverseN1 * normalVelocity - inverse11 * velocity1 - inverse12 * velocity2;
    double new2 =
        impulse2 - inverseN2 * normalVelocity - inverse12 * velocity1 - inverse22 * velocity2;
    double radius = friction * newNormal;
    if (newNormal < 0 || new1 * new1 + new2 * new2 > radius * radius) {
      return false;
    }
    normalImpulse = newNormal;
    impulse1 = new1;
    impulse2 = new2;
    return true;
  }

  /**
   * Finds the normal impulse that brings the normal velocity to zero, including the effect of its
   * friction.
   *
   * <p>Without an impulse the contact closes; with a very large one it sticks, and the normal
   * velocity then grows with the impulse. A root therefore lies in between. A bracketed secant
   * method finds it regardless of how strongly friction and normal velocity are coupled.
   */
  private void solveSliding() {
    double freeNormal = normalVelocity - nn * normalImpulse - n1 * impulse1 - n2 * impulse2;
    double free1 = velocity1 - n1 * normalImpulse - t11 * impulse1 - t12 * impulse2;
    double free2 = velocity2 - n2 * normalImpulse - t12 * impulse1 - t22 * impulse2;
    if (freeNormal >= 0) {
      normalImpulse = 0;
      impulse1 = 0;
      impulse2 = 0;
      return;
    }
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double previous = 0;
    double previousVelocity = freeNormal;
    double trial = normalImpulse > 0 ? normalImpulse : -freeNormal / nn;
    for (int i = 0; i < SLIDING_ITERATIONS; i++) {
      normalImpulse = trial;
      solveFriction(free1 + n1 * trial, free2 + n2 * trial);
      double velocity = freeNormal + nn * trial + n1 * impulse1 + n2 * impulse2;
      if (Math.abs(velocity) <= SLIDING_TOLERANCE) {
        return;
      }
      if (velocity < 0) {
        low = trial;
      } else {
        high = trial;
      }
      double next = trial - velocity * (trial - previous) / (velocity - previousVelocity);
      previous = trial;
      previousVelocity = velocity;
      if (next > low && next < high) {
        trial = next;
      } else {
        trial = high < Double.POSITIVE_INFINITY ? 0.5 * (low + high) : 2 * trial;
      }
    }
  }

  /**
   * Finds the tangential impulse for the current normal impulse. It minimizes p' T p / 2 + b' p on
   * the disc |p| &lt;= mu pn, with T the tangential part of A and b the velocity without friction.
   * On the boundary, (T + alpha 1) p = -b; alpha is found by Newton's method on 1 / |p|, which is
   * almost linear in alpha (Mor&eacute; and Sorensen 1983).
   */
  private void solveFriction(double b1, double b2) {
    double radius = friction * normalImpulse;
    if (radius == 0) {
      impulse1 = 0;
      impulse2 = 0;
      return;
    }
    double alpha = 0;
    double p1 = 0;
    double p2 = 0;
    for (int i = 0; i < FRICTION_ITERATIONS; i++) {
      double s11 = t11 + alpha;
      double s22 = t22 + alpha;
      double determinant = s11 * s22 - t12 * t12;
      p1 = (t12 * b2 - s22 * b1) / determinant;
      p2 = (t12 * b1 - s11 * b2) / determinant;
      double square = p1 * p1 + p2 * p2;
      double excess = Math.sqrt(square) / radius - 1;
      if (excess <= 1e-14) {
        impulse1 = p1;
        impulse2 = p2;
        return;
      }
      double slope = (s22 * p1 * p1 - 2 * t12 * p1 * p2 + s11 * p2 * p2) / determinant;
      alpha += square / slope * excess;
    }
    double scale = radius / Math.sqrt(p1 * p1 + p2 * p2);
    impulse1 = scale * p1;
    impulse2 = scale * p2;
  }

  private void applyImpulse(double deltaNormal, double delta1, double delta2, double[] w) {
    ConstraintRow.applyImpulse(normal, deltaNormal, tangent1, delta1, tangent2, delta2, w);
  }
}
