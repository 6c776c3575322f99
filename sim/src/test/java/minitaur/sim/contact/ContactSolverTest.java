package minitaur.sim.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ContactSolverTest {
  private static final double STEP = 1e-3;
  private static final double TOLERANCE = 1e-5;

  @Test
  void contactsSatisfyCoulombLaw() {
    Random random = new Random(1);
    int sticking = 0;
    int sliding = 0;
    int open = 0;
    int notConverged = 0;
    for (int trial = 0; trial < 2000; trial++) {
      ContactSolver solver = new ContactSolver(4, 0, 14);
      double[] w = random.doubles(14, -1, 1).toArray();
      double[] friction = new double[4];
      for (int i = 0; i < 4; i++) {
        friction[i] = random.nextDouble();
        Contact contact = solver.nextContact();
        randomRow(contact.normal, i, random);
        randomRow(contact.tangent1, i, random);
        randomRow(contact.tangent2, i, random);
        contact.prepare(1e-3 * (random.nextDouble() - 0.5), friction[i], 0, 0, 0, w);
      }
      solver.solve(w, STEP);
      if (!solver.converged()) {
        notConverged++;
        continue;
      }
      for (int i = 0; i < 4; i++) {
        Contact contact = solver.contact(i);
        double vn = contact.normal.velocity(w) + Math.max(0, contact.gap()) / STEP;
        double v1 = contact.tangent1.velocity(w);
        double v2 = contact.tangent2.velocity(w);
        double pn = contact.normalImpulse();
        double p1 = contact.impulse1();
        double p2 = contact.impulse2();
        double slip = Math.hypot(v1, v2);
        double frictionImpulse = Math.hypot(p1, p2);
        assertThat(vn).isGreaterThan(-TOLERANCE);
        assertThat(pn).isGreaterThanOrEqualTo(0);
        assertThat(frictionImpulse).isLessThanOrEqualTo(friction[i] * pn * (1 + 1e-9));
        if (pn == 0) {
          open++;
          continue;
        }
        assertThat(vn).isCloseTo(0, within(TOLERANCE));
        if (frictionImpulse < friction[i] * pn * (1 - 1e-6)) {
          sticking++;
          assertThat(slip).isCloseTo(0, within(TOLERANCE));
        } else {
          sliding++;
          // Friction opposes slip: p . v = -|p| |v|
          assertThat(p1 * v1 + p2 * v2)
              .isCloseTo(-frictionImpulse * slip, within(TOLERANCE * (1 + frictionImpulse)));
        }
      }
    }
    assertThat(notConverged).as("not converged, of 2000").isLessThan(20);
    assertThat(Math.min(sticking, Math.min(sliding, open))).isGreaterThan(200);
  }

  @Test
  void kineticEnergyDoesNotIncrease() {
    Random random = new Random(2);
    for (int trial = 0; trial < 500; trial++) {
      ContactSolver solver = new ContactSolver(3, 1, 14);
      double[] w = random.doubles(14, -1, 1).toArray();
      double before = squaredNorm(w);
      for (int i = 0; i < 3; i++) {
        Contact contact = solver.nextContact();
        randomRow(contact.normal, i, random);
        randomRow(contact.tangent1, i, random);
        randomRow(contact.tangent2, i, random);
        contact.prepare(0, 0.5, 0, 0, 0, w);
      }
      UnilateralLimit limit = solver.nextLimit();
      randomRow(limit.row, 3, random);
      limit.prepare(-0.1, 0, w);
      solver.solve(w, STEP);
      assertThat(squaredNorm(w)).isLessThanOrEqualTo(before + 1e-6);
      assertThat(limit.row.velocity(w)).isGreaterThan(-TOLERANCE);
    }
  }

  /** Islands are solved independently of each other. */
  @Test
  void islandsAreIndependent() {
    Random random = new Random(5);
    double[] alone = random.doubles(26, -1, 1).toArray();
    double[] together = alone.clone();
    ContactSolver robotSolver = new ContactSolver(4, 0, 26);
    ContactSolver combinedSolver = new ContactSolver(4, 0, 26);
    for (int i = 0; i < 4; i++) {
      // Two contacts of the robot, then one per block; the first block's contact includes the
      // second block.
      Contact contact = combinedSolver.nextContact();
      for (ConstraintRow row :
          new ConstraintRow[] {contact.normal, contact.tangent1, contact.tangent2}) {
        randomRow(row, i, random);
        if (i >= 2) {
          row.setFreeBody(14 + 6 * (i - 2));
        }
        if (i == 2) {
          random.doubles(6).forEach(value -> row.secondBody[(int) (6 * value)] = value);
          row.setSecondBody(20);
        }
      }
      if (i < 2) {
        Contact copy = robotSolver.nextContact();
        copy(contact.normal, copy.normal, i);
        copy(contact.tangent1, copy.tangent1, i);
        copy(contact.tangent2, copy.tangent2, i);
        copy.prepare(0, 0.5, 0, 0, 0, alone);
      }
      contact.prepare(0, 0.5, 0, 0, 0, together);
    }
    robotSolver.solve(alone, STEP);
    combinedSolver.solve(together, STEP);
    for (int i = 0; i < 14; i++) {
      assertThat(together[i]).isEqualTo(alone[i]);
    }
    for (int i = 2; i < 4; i++) {
      assertThat(combinedSolver.contact(i).normal.velocity(together)).isGreaterThan(-TOLERANCE);
    }
  }

  private static void copy(ConstraintRow from, ConstraintRow to, int leg) {
    System.arraycopy(from.body, 0, to.body, 0, ConstraintRow.BODY_DOFS);
    to.rear = from.rear;
    to.front = from.front;
    to.setRobot(6 + 2 * leg, 7 + 2 * leg);
  }

  @Test
  void warmStartConvergesFasterToSameSolution() {
    Random random = new Random(3);
    double[] w = random.doubles(14, -1, 1).toArray();
    double[] warmStarted = w.clone();
    ContactSolver solver = new ContactSolver(2, 0, 14);
    Contact[] contacts = {solver.nextContact(), solver.nextContact()};
    for (int i = 0; i < 2; i++) {
      randomRow(contacts[i].normal, 0, random);
      randomRow(contacts[i].tangent1, 0, random);
      randomRow(contacts[i].tangent2, 0, random);
      contacts[i].normal.applyImpulse(-1, w);
      contacts[i].normal.applyImpulse(-1, warmStarted);
    }
    for (Contact contact : contacts) {
      contact.prepare(0, 0.8, 0, 0, 0, w);
    }
    solver.solve(w, STEP);
    int coldIterations = solver.iterations();
    for (Contact contact : contacts) {
      contact.prepare(
          0, 0.8, contact.normalImpulse(), contact.impulse1(), contact.impulse2(), warmStarted);
    }
    solver.solve(warmStarted, STEP);
    assertThat(solver.iterations()).isLessThan(coldIterations);
    assertThat(warmStarted).containsExactly(w, within(1e-6));
  }

  private static void randomRow(ConstraintRow row, int leg, Random random) {
    for (int i = 0; i < ConstraintRow.BODY_DOFS; i++) {
      row.body[i] = 0.3 * random.nextGaussian();
    }
    row.rear = random.nextGaussian();
    row.front = random.nextGaussian();
    row.setRobot(6 + 2 * leg, 7 + 2 * leg);
  }

  private static double squaredNorm(double[] w) {
    double sum = 0;
    for (double value : w) {
      sum += value * value;
    }
    return sum;
  }
}
