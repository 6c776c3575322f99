package minitaur.sim.dynamics;

import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.sim.contact.ConstraintRow;
import minitaur.sim.contact.Contact;

/**
 * The symmetric positive definite 14 x 14 mass matrix with the robot's arrow sparsity: the six
 * velocities of the trunk couple with all others, the two motors of a leg only with each other and
 * with the trunk.
 *
 * <pre>
 *        | T   B1  B2  B3  B4 |      T  [6 x 6] trunk
 *        | B1' D1             |      Bk [6 x 2] trunk and leg k
 *   M =  | B2'     D2         |      Dk [2 x 2] leg k; columns rear, front
 *        | B3'         D3     |
 *        | B4'             D4 |
 * </pre>
 *
 * The Cholesky factorization eliminates the legs first and the trunk last, so there is no fill-in:
 * M = L L' with {@code Dk = Ck Ck'}, {@code Gk = Bk Ck'^-1} and the Schur complement {@code T - sum
 * Gk Gk' = S S'}. Vectors have the layout of {@link MultibodyState#velocity}: six entries for the
 * trunk, then eight motors.
 */
final class ArrowMatrix {
  private static final int TRUNK = 6;

  /** {@code [6 x 6]} row-major, lower triangle. */
  final double[] trunk = new double[TRUNK * TRUNK];

  /** {@code [6 x 6]} row-major, lower triangle: T - sum Gk Gk'. */
  private final double[] schurComplement = new double[TRUNK * TRUNK];

  /** {@code [6 x 6]} row-major, lower triangle: S. */
  private final double[] trunkFactor = new double[TRUNK * TRUNK];

  private final LegBlock[] legs = new LegBlock[Leg.COUNT];

  private boolean trunkHeld;

  ArrowMatrix() {
    for (Leg leg : Leg.values()) {
      legs[leg.ordinal()] =
          new LegBlock(
              MultibodyState.FIRST_MOTOR + leg.rear().ordinal(),
              MultibodyState.FIRST_MOTOR + leg.front().ordinal());
    }
  }

  /** The blocks D and B of one leg and their factors. */
  static final class LegBlock {
    /** Indexes of the leg's motors in a vector of 14. */
    final int rear;

    final int front;

    double rearRear;
    double rearFront;
    double frontFront;

    /** {@code [6]} columns of B. */
    final double[] trunkRear = new double[TRUNK];

    final double[] trunkFront = new double[TRUNK];

    // C, lower triangle
    private double factorRear;
    private double factorRearFront;
    private double factorFront;

    // the two columns of G
    private final double[] reducedRear = new double[TRUNK];
    private final double[] reducedFront = new double[TRUNK];

    private LegBlock(int rear, int front) {
      this.rear = rear;
      this.front = front;
    }

    /** Sets D and B to zero. */
    void clear() {
      rearRear = 0;
      rearFront = 0;
      frontFront = 0;
      Arrays.fill(trunkRear, 0);
      Arrays.fill(trunkFront, 0);
    }

    private void factor() {
      factorRear = Math.sqrt(rearRear);
      factorRearFront = rearFront / factorRear;
      factorFront = Math.sqrt(frontFront - factorRearFront * factorRearFront);
      for (int i = 0; i < TRUNK; i++) {
        reducedRear[i] = trunkRear[i] / factorRear;
        reducedFront[i] = (trunkFront[i] - factorRearFront * reducedRear[i]) / factorFront;
      }
    }
  }

  /** The blocks of a leg, for writing. */
  LegBlock leg(int leg) {
    return legs[leg];
  }

  /** Sets an entry of the trunk's block; {@code column} must not exceed {@code row}. */
  void setTrunk(int row, int column, double value) {
    trunk[TRUNK * row + column] = value;
  }

  /**
   * Sets whether the trunk is held still. Because the factorization eliminates the legs first, this
   * is exact: the trunk part of whitened forces and constraints is set to zero.
   */
  void setTrunkHeld(boolean held) {
    trunkHeld = held;
  }

  /** Computes the factor L. */
  void factor() {
    for (LegBlock leg : legs) {
      leg.factor();
    }
    System.arraycopy(trunk, 0, schurComplement, 0, trunk.length);
    for (LegBlock leg : legs) {
      double[] rear = leg.reducedRear;
      double[] front = leg.reducedFront;
      for (int row = 0; row < TRUNK; row++) {
        for (int column = 0; column <= row; column++) {
          schurComplement[TRUNK * row + column] -=
              rear[row] * rear[column] + front[row] * front[column];
        }
      }
    }
    for (int row = 0; row < TRUNK; row++) {
      for (int column = 0; column <= row; column++) {
        double sum = schurComplement[TRUNK * row + column];
        for (int k = 0; k < column; k++) {
          sum -= trunkFactor[TRUNK * row + k] * trunkFactor[TRUNK * column + k];
        }
        trunkFactor[TRUNK * row + column] =
            row == column ? Math.sqrt(sum) : sum / trunkFactor[TRUNK * column + column];
      }
    }
  }

  /** x := L^-1 x. Modified: {@code [14]}. */
  void solveLower(double[] x) {
    for (LegBlock leg : legs) {
      double rear = x[leg.rear] / leg.factorRear;
      double front = (x[leg.front] - leg.factorRearFront * rear) / leg.factorFront;
      x[leg.rear] = rear;
      x[leg.front] = front;
      for (int i = 0; i < TRUNK; i++) {
        x[i] -= leg.reducedRear[i] * rear + leg.reducedFront[i] * front;
      }
    }
    solveTrunkLower(x);
  }

  /** x := L'^-1 x. Modified: {@code [14]}. */
  void solveUpper(double[] x) {
    for (int row = TRUNK - 1; row >= 0; row--) {
      double sum = x[row];
      for (int k = row + 1; k < TRUNK; k++) {
        sum -= trunkFactor[TRUNK * k + row] * x[k];
      }
      x[row] = sum / trunkFactor[TRUNK * row + row];
    }
    for (LegBlock leg : legs) {
      double rear = x[leg.rear];
      double front = x[leg.front];
      for (int i = 0; i < TRUNK; i++) {
        rear -= leg.reducedRear[i] * x[i];
        front -= leg.reducedFront[i] * x[i];
      }
      front /= leg.factorFront;
      x[leg.front] = front;
      x[leg.rear] = (rear - leg.factorRearFront * front) / leg.factorRear;
    }
  }

  /**
   * x := L' x. Modified: {@code [14]}. Half the squared norm of the result is the kinetic energy of
   * x.
   */
  void multiplyUpper(double[] x) {
    for (LegBlock leg : legs) {
      double rear = leg.factorRear * x[leg.rear] + leg.factorRearFront * x[leg.front];
      double front = leg.factorFront * x[leg.front];
      for (int i = 0; i < TRUNK; i++) {
        rear += leg.reducedRear[i] * x[i];
        front += leg.reducedFront[i] * x[i];
      }
      x[leg.rear] = rear;
      x[leg.front] = front;
    }
    for (int row = 0; row < TRUNK; row++) {
      double sum = 0;
      for (int k = row; k < TRUNK; k++) {
        sum += trunkFactor[TRUNK * k + row] * x[k];
      }
      x[row] = sum;
    }
  }

  /** J := J L'^-1 for a row whose motors are those of {@code leg}. Modified: {@code row}. */
  void whiten(ConstraintRow row, int leg) {
    eliminate(legs[leg], row);
    solveTrunkLower(row.body);
  }

  private static void eliminate(LegBlock block, ConstraintRow row) {
    double rear = row.rear / block.factorRear;
    double front = (row.front - block.factorRearFront * rear) / block.factorFront;
    row.rear = rear;
    row.front = front;
    for (int i = 0; i < TRUNK; i++) {
      row.body[i] -= block.reducedRear[i] * rear + block.reducedFront[i] * front;
    }
  }

  /** Whitens the three rows of a contact at once. Modified: the rows. */
  void whiten(Contact contact, int leg) {
    LegBlock block = legs[leg];
    eliminate(block, contact.normal);
    eliminate(block, contact.tangent1);
    eliminate(block, contact.tangent2);
    double[] x = contact.normal.body;
    double[] y = contact.tangent1.body;
    double[] z = contact.tangent2.body;
    if (trunkHeld) {
      Arrays.fill(x, 0);
      Arrays.fill(y, 0);
      Arrays.fill(z, 0);
      return;
    }
    for (int row = 0; row < TRUNK; row++) {
      double sumX = x[row];
      double sumY = y[row];
      double sumZ = z[row];
      for (int k = 0; k < row; k++) {
        double factor = trunkFactor[TRUNK * row + k];
        sumX -= factor * x[k];
        sumY -= factor * y[k];
        sumZ -= factor * z[k];
      }
      double diagonal = trunkFactor[TRUNK * row + row];
      x[row] = sumX / diagonal;
      y[row] = sumY / diagonal;
      z[row] = sumZ / diagonal;
    }
  }

  private void solveTrunkLower(double[] x) {
    if (trunkHeld) {
      Arrays.fill(x, 0, TRUNK, 0);
      return;
    }
    for (int row = 0; row < TRUNK; row++) {
      double sum = x[row];
      for (int k = 0; k < row; k++) {
        sum -= trunkFactor[TRUNK * row + k] * x[k];
      }
      x[row] = sum / trunkFactor[TRUNK * row + row];
    }
  }
}
