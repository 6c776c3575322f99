package minitaur.sim.contact;

import java.util.Arrays;

/**
 * Finds the impulses of all contacts and limits of a step together: projected Gauss-Seidel, one
 * constraint after the other, until none is violated by more than a tolerance (Jourdan, Alart and
 * Jean 1998; Moreau's time stepping).
 *
 * <p>The constraints are pooled: {@link #clear}, then {@link #nextContact} and {@link #nextLimit},
 * each to be prepared at once.
 */
public final class ContactSolver {
  private static final double TOLERANCE = 1e-8;
  private static final int ITERATIONS = 200;

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
  private int contactCount;
  private int limitCount;
  private int iterations;

  /** A solver for at most that many constraints at a time. */
  public ContactSolver(int contactCapacity, int limitCapacity) {
    contacts = new Contact[contactCapacity];
    Arrays.setAll(contacts, i -> new Contact());
    limits = new UnilateralLimit[limitCapacity];
    Arrays.setAll(limits, i -> new UnilateralLimit());
    corrections = new double[contactCapacity + limitCapacity];
  }

  /** Forgets all constraints. */
  public void clear() {
    contactCount = 0;
    limitCount = 0;
  }

  /**
   * A contact to be filled. Throws when there are more than the capacity: none may be lost
   * unnoticed.
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
   * Makes all constraints hold.
   *
   * @param w {@code [14]} whitened velocities at the step's end, with the impulses to start from
   *     applied. Modified.
   * @param stepSeconds length of the step
   */
  public void solve(double[] w, double stepSeconds) {
    iterations = 0;
    if (contactCount + limitCount == 0) {
      return;
    }
    double violation;
    do {
      violation = 0;
      for (int i = 0; i < contactCount; i++) {
        violation = Math.max(violation, contacts[i].solve(w, stepSeconds));
      }
      for (int i = 0; i < limitCount; i++) {
        violation = Math.max(violation, limits[i].solve(w, stepSeconds));
      }
      iterations++;
    } while (violation > TOLERANCE && iterations < ITERATIONS);
  }

  /**
   * Finds a velocity that lifts what has sunk in. It is for the positions of one step only and
   * never becomes motion, so that it adds no kinetic energy.
   *
   * @param w {@code [14]} whitened, to be added to the velocity that moves the positions. Modified.
   * @return whether there is anything to lift
   */
  public boolean separate(double[] w, double stepSeconds) {
    Arrays.fill(w, 0);
    boolean sunk = false;
    for (int i = 0; i < contactCount; i++) {
      sunk |= contacts[i].gap() < -SLOP;
    }
    for (int i = 0; i < limitCount; i++) {
      sunk |= limits[i].gap() < -SLOP;
    }
    if (!sunk) {
      return false;
    }
    Arrays.fill(corrections, 0, contactCount + limitCount, 0);
    for (int iteration = 0; iteration < CORRECTION_ITERATIONS; iteration++) {
      for (int i = 0; i < contactCount; i++) {
        Contact contact = contacts[i];
        separate(contact.normal, contact.normalInverseMass(), contact.gap(), i, w, stepSeconds);
      }
      for (int i = 0; i < limitCount; i++) {
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
