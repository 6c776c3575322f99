package minitaur.sim.contact;

import java.util.Arrays;

/**
 * Solves for the impulses of all contacts and limits of a step by projected Gauss-Seidel sweeps,
 * until no constraint is violated by more than a tolerance (Jourdan, Alart and Jean 1998; Moreau
 * time stepping). Bodies not connected by contacts are solved separately, as islands: a block at
 * rest needs one sweep regardless of how many the robot needs.
 *
 * <p>The constraints are pooled: call {@link #clear}, then {@link #nextContact} and {@link
 * #nextLimit}, and prepare each constraint before requesting the next.
 */
public final class ContactSolver {
  /** Max remaining violation, m/s. With 1e-5 the end position of a 5 s trot differs by 0.02 mm. */
  private static final double TOLERANCE = 1e-7;

  /**
   * Max number of sweeps. With four feet on level ground the lateral forces are statically
   * indeterminate; the remaining violation of about 1e-8 m/s does not converge with more sweeps.
   */
  private static final int MAX_SWEEPS = 100;

  /**
   * Penetration that is not corrected, m or rad: below the rounding and curvature errors of a step.
   */
  private static final double SLOP = 1e-5;

  /** Fraction of the penetration that is corrected per step. */
  private static final double CORRECTION = 0.2;

  private static final int CORRECTION_ITERATIONS = 20;

  private final Contact[] contacts;
  private final UnilateralLimit[] limits;
  private final double[] corrections;

  /** {@code [island][k]} flattened: indexes of the contacts, grouped by island. */
  private final int[] contactOrder;

  /** {@code [contact]} island of each contact. */
  private final int[] islandOf;

  /** {@code [island + 1]} start of each island's contacts in {@link #contactOrder}. */
  private final int[] islandStart;

  private final Islands islands;
  private int islandCount;
  private int contactCount;
  private int limitCount;
  private int iterations;
  private boolean converged;

  /**
   * Creates a solver for a robot and free bodies.
   *
   * @param contactCapacity max number of contacts at a time
   * @param limitCapacity max number of limits at a time
   * @param velocities number of velocity coordinates of the robot and the free bodies
   */
  public ContactSolver(int contactCapacity, int limitCapacity, int velocities) {
    contactOrder = new int[contactCapacity];
    islandOf = new int[contactCapacity];
    islandStart = new int[contactCapacity + 2];
    islands = new Islands(velocities);
    contacts = new Contact[contactCapacity];
    Arrays.setAll(contacts, i -> new Contact());
    limits = new UnilateralLimit[limitCapacity];
    Arrays.setAll(limits, i -> new UnilateralLimit());
    corrections = new double[contactCapacity + limitCapacity];
  }

  /** Removes all constraints. */
  public void clear() {
    contactCount = 0;
    limitCount = 0;
  }

  /**
   * Returns the next contact to fill. Throws if the capacity is exceeded; contacts are never
   * dropped silently.
   */
  public Contact nextContact() {
    return contacts[contactCount++];
  }

  /** Returns the next limit to fill. Throws if the capacity is exceeded. */
  public UnilateralLimit nextLimit() {
    return limits[limitCount++];
  }

  /** Number of contacts. */
  public int contactCount() {
    return contactCount;
  }

  /** A contact, by order of creation. */
  public Contact contact(int index) {
    return contacts[index];
  }

  /** Number of limits. */
  public int limitCount() {
    return limitCount;
  }

  /** A limit, by order of creation. */
  public UnilateralLimit limit(int index) {
    return limits[index];
  }

  /** Max number of sweeps over any island in the last {@link #solve}. */
  public int iterations() {
    return iterations;
  }

  /**
   * Whether the last {@link #solve} met its tolerance. If not, it stopped at the max number of
   * sweeps with an approximate solution that is accurate enough to continue.
   */
  public boolean converged() {
    return converged;
  }

  /**
   * Solves all constraints.
   *
   * @param w whitened velocities of all bodies at the end of the step, with the initial impulses
   *     applied. Modified.
   * @param stepSeconds length of the step
   */
  public void solve(double[] w, double stepSeconds) {
    findIslands();
    iterations = 0;
    converged = true;
    for (int island = 0; island < islandCount; island++) {
      solve(island, w, stepSeconds);
    }
  }

  private void solve(int island, double[] w, double stepSeconds) {
    int islandLimits = island == 0 ? limitCount : 0;
    boolean done = islandStart[island + 1] - islandStart[island] + islandLimits == 0;
    int sweeps = 0;
    while (!done && sweeps < MAX_SWEEPS) {
      double violation = 0;
      for (int k = islandStart[island]; k < islandStart[island + 1]; k++) {
        violation = Math.max(violation, contacts[contactOrder[k]].solve(w, stepSeconds));
      }
      for (int i = 0; i < islandLimits; i++) {
        violation = Math.max(violation, limits[i].solve(w, stepSeconds));
      }
      sweeps++;
      done = violation <= TOLERANCE;
    }
    iterations = Math.max(iterations, sweeps);
    converged &= done;
  }

  /** Groups the contacts by island; the robot's island, which has the limits, is first. */
  private void findIslands() {
    islands.reset();
    for (int i = 0; i < contactCount; i++) {
      ConstraintRow row = contacts[i].normal;
      if (row.hasSecondBody()) {
        islands.merge(row.bodyIndex(), row.secondIndex());
      }
    }
    islandCount = 1;
    islands.setNumber(0, 0);
    for (int i = 0; i < contactCount; i++) {
      int number = islands.number(contacts[i].normal.bodyIndex());
      if (number < 0) {
        number = islandCount++;
        islands.setNumber(contacts[i].normal.bodyIndex(), number);
      }
      islandOf[i] = number;
    }
    int next = 0;
    for (int island = 0; island < islandCount; island++) {
      islandStart[island] = next;
      for (int i = 0; i < contactCount; i++) {
        if (islandOf[i] == island) {
          contactOrder[next++] = i;
        }
      }
    }
    islandStart[islandCount] = next;
  }

  /**
   * Computes a velocity correction that reduces penetration. It is applied to the positions of one
   * step only and is not added to the velocities, so it adds no kinetic energy.
   *
   * @param w whitened correction, to be added to the velocity in the position update. Modified.
   * @return whether there is any penetration to correct
   */
  public boolean correctPenetration(double[] w, double stepSeconds) {
    Arrays.fill(w, 0);
    Arrays.fill(corrections, 0, contactCount + limitCount, 0);
    boolean isCorrected = false;
    for (int island = 0; island < islandCount; island++) {
      isCorrected |= correctPenetration(island, w, stepSeconds);
    }
    return isCorrected;
  }

  private boolean correctPenetration(int island, double[] w, double stepSeconds) {
    int islandLimits = island == 0 ? limitCount : 0;
    boolean isPenetrating = false;
    for (int k = islandStart[island]; k < islandStart[island + 1]; k++) {
      isPenetrating |= contacts[contactOrder[k]].gap() < -SLOP;
    }
    for (int i = 0; i < islandLimits; i++) {
      isPenetrating |= limits[i].gap() < -SLOP;
    }
    if (!isPenetrating) {
      return false;
    }
    for (int iteration = 0; iteration < CORRECTION_ITERATIONS; iteration++) {
      for (int k = islandStart[island]; k < islandStart[island + 1]; k++) {
        int i = contactOrder[k];
        Contact contact = contacts[i];
        correctPenetration(
            contact.normal, contact.normalInverseMass(), contact.gap(), i, w, stepSeconds);
      }
      for (int i = 0; i < islandLimits; i++) {
        UnilateralLimit limit = limits[i];
        correctPenetration(
            limit.row, limit.inverseMass(), limit.gap(), contactCount + i, w, stepSeconds);
      }
    }
    return true;
  }

  private void correctPenetration(
      ConstraintRow row, double inverseMass, double gap, int index, double[] w, double seconds) {
    double bias = gap < -SLOP ? CORRECTION * (gap + SLOP) : 0;
    double excess = row.velocity(w) + bias / seconds;
    double target = Math.max(0, corrections[index] - excess / inverseMass);
    row.applyImpulse(target - corrections[index], w);
    corrections[index] = target;
  }
}
