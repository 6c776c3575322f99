package minitaur.sim.contact;

import java.util.Arrays;

/**
 * Finds the impulses of all contacts and limits of a step together: projected Gauss-Seidel, one
 * constraint after the other, until none is violated by more than a tolerance (Jourdan, Alart and
 * Jean 1998; Moreau's time stepping). Bodies that no contact connects are solved separately, as
 * islands: a block at rest needs one sweep, however many the robot needs.
 *
 * <p>The constraints are pooled: {@link #clear}, then {@link #nextContact} and {@link #nextLimit},
 * each to be prepared at once.
 */
public final class ContactSolver {
  /** Violation that is left, m/s. With 1e-5 a trot of 5 s ends 0.02 mm elsewhere. */
  private static final double TOLERANCE = 1e-7;

  /**
   * Most sweeps. Four feet on level ground hold the trunk sideways twice over; how they share that
   * force is then a matter of 1e-8 m/s that no number of sweeps settles.
   */
  private static final int ITERATIONS = 100;

  /**
   * Penetration that is left alone, m or rad: less than what a step's rounding and curvature make.
   */
  private static final double SLOP = 1e-5;

  /** Share of the penetration that a step takes away. */
  private static final double CORRECTION = 0.2;

  private static final int CORRECTION_ITERATIONS = 20;

  private final Contact[] contacts;
  private final UnilateralLimit[] limits;
  private final double[] corrections;

  /** {@code [island][k]} as one list: the indexes of the contacts of one island after the other. */
  private final int[] order;

  /** {@code [contact]} the island that it belongs to. */
  private final int[] islandOf;

  /** {@code [island + 1]} where the contacts of an island begin in {@link #order}. */
  private final int[] begin;

  private final Islands islands;
  private int islandCount;
  private int contactCount;
  private int limitCount;
  private int iterations;
  private boolean converged;

  /**
   * A solver for a robot and free bodies.
   *
   * @param contactCapacity max number of contacts at a time
   * @param limitCapacity max number of limits at a time
   * @param velocities number of velocities of robot and free bodies
   */
  public ContactSolver(int contactCapacity, int limitCapacity, int velocities) {
    order = new int[contactCapacity];
    islandOf = new int[contactCapacity];
    begin = new int[contactCapacity + 2];
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
   * A contact to be filled. Throws when there are more than the capacity: no contact is dropped
   * silently.
   */
  public Contact nextContact() {
    return contacts[contactCount++];
  }

  /** A limit to be filled. Throws when there are more than the capacity. */
  public UnilateralLimit nextLimit() {
    return limits[limitCount++];
  }

  /** Number of contacts. */
  public int contactCount() {
    return contactCount;
  }

  /** A contact, in the order in which they were filled. */
  public Contact contact(int index) {
    return contacts[index];
  }

  /** Number of limits. */
  public int limitCount() {
    return limitCount;
  }

  /** A limit, in the order in which they were filled. */
  public UnilateralLimit limit(int index) {
    return limits[index];
  }

  /** Sweeps over all constraints that the last {@link #solve} needed. */
  public int iterations() {
    return iterations;
  }

  /**
   * Whether the last {@link #solve} met its tolerance; else it stopped at its most sweeps, near
   * enough to go on.
   */
  public boolean converged() {
    return converged;
  }

  /**
   * Makes all constraints hold.
   *
   * @param w whitened velocities of all bodies at the step's end, with the impulses to start from
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
    int limitsHere = island == 0 ? limitCount : 0;
    boolean done = begin[island + 1] - begin[island] + limitsHere == 0;
    int sweeps = 0;
    while (!done && sweeps < ITERATIONS) {
      double violation = 0;
      for (int k = begin[island]; k < begin[island + 1]; k++) {
        violation = Math.max(violation, contacts[order[k]].solve(w, stepSeconds));
      }
      for (int i = 0; i < limitsHere; i++) {
        violation = Math.max(violation, limits[i].solve(w, stepSeconds));
      }
      sweeps++;
      done = violation <= TOLERANCE;
    }
    iterations = Math.max(iterations, sweeps);
    converged &= done;
  }

  /** Orders the contacts by island; the robot's, which has the limits, is the first. */
  private void findIslands() {
    islands.separate();
    for (int i = 0; i < contactCount; i++) {
      ConstraintRow row = contacts[i].normal;
      if (row.hasSecond()) {
        islands.join(row.bodyIndex(), row.secondIndex());
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
    int placed = 0;
    for (int island = 0; island < islandCount; island++) {
      begin[island] = placed;
      for (int i = 0; i < contactCount; i++) {
        if (islandOf[i] == island) {
          order[placed++] = i;
        }
      }
    }
    begin[islandCount] = placed;
  }

  /**
   * Finds a velocity that lifts what has sunk in. It is for the positions of one step only and
   * never becomes motion, so that it adds no kinetic energy.
   *
   * @param w whitened, to be added to the velocity that moves the positions. Modified.
   * @return whether there is anything to lift
   */
  public boolean separate(double[] w, double stepSeconds) {
    Arrays.fill(w, 0);
    Arrays.fill(corrections, 0, contactCount + limitCount, 0);
    boolean any = false;
    for (int island = 0; island < islandCount; island++) {
      any |= separate(island, w, stepSeconds);
    }
    return any;
  }

  private boolean separate(int island, double[] w, double stepSeconds) {
    int limitsHere = island == 0 ? limitCount : 0;
    boolean sunk = false;
    for (int k = begin[island]; k < begin[island + 1]; k++) {
      sunk |= contacts[order[k]].gap() < -SLOP;
    }
    for (int i = 0; i < limitsHere; i++) {
      sunk |= limits[i].gap() < -SLOP;
    }
    if (!sunk) {
      return false;
    }
    for (int iteration = 0; iteration < CORRECTION_ITERATIONS; iteration++) {
      for (int k = begin[island]; k < begin[island + 1]; k++) {
        int i = order[k];
        Contact contact = contacts[i];
        separate(contact.normal, contact.normalInverseMass(), contact.gap(), i, w, stepSeconds);
      }
      for (int i = 0; i < limitsHere; i++) {
        UnilateralLimit limit = limits[i];
        separate(limit.row, limit.inverseMass(), limit.gap(), contactCount + i, w, stepSeconds);
      }
    }
    return true;
  }

  private void separate(
      ConstraintRow row, double inverseMass, double gap, int index, double[] w, double seconds) {
    double allowed = gap < -SLOP ? CORRECTION * (gap + SLOP) : 0;
    double excess = row.velocity(w) + allowed / seconds;
    double target = Math.max(0, corrections[index] - excess / inverseMass);
    row.push(target - corrections[index], w);
    corrections[index] = target;
  }
}
