package minitaur.sim.dynamics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.sim.contact.ConstraintRow;
import minitaur.sim.contact.ContactSolver;
import minitaur.sim.contact.UnilateralLimit;

/**
 * Inelastic joint stops that keep the upper links of a leg apart in the folded and in the extended
 * position.
 */
final class JointStops {
  /** Distance beyond which a leg cannot reach its stop within a step, rad. */
  private static final double MAX_GAP_RAD = 0.8;

  private final double minSum;
  private final double maxSum;
  private final UnconstrainedDynamics dynamics;
  private final ContactSolver solver;

  /**
   * {@code [stop]} impulses of the last step, Nms: the folded stop of each leg, then the extended
   * stop of each leg.
   */
  private final double[] impulses = new double[2 * Leg.COUNT];

  /** Stop index of each limit of this step. */
  private final int[] limitStops = new int[2 * Leg.COUNT];

  JointStops(RobotModel model, UnconstrainedDynamics dynamics, ContactSolver solver) {
    this.dynamics = dynamics;
    this.solver = solver;
    minSum = model.geometry().minMotorSum();
    maxSum = 2 * Math.PI - minSum;
  }

  /** Adds nearby stops to the solver; parameters as in {@link GroundContacts#find}. */
  void find(MultibodyState state, double[] w, double warmScale) {
    for (int leg = 0; leg < Leg.COUNT; leg++) {
      ArrowMatrix.LegBlock block = dynamics.massMatrix().leg(leg);
      double sum =
          state.motorAngle[block.rear - MultibodyState.FIRST_MOTOR]
              + state.motorAngle[block.front - MultibodyState.FIRST_MOTOR];
      if (sum - minSum < MAX_GAP_RAD) {
        add(leg, leg, 1, sum - minSum, w, warmScale);
      } else if (maxSum - sum < MAX_GAP_RAD) {
        add(Leg.COUNT + leg, leg, -1, maxSum - sum, w, warmScale);
      }
    }
  }

  private void add(int stop, int leg, double sign, double gap, double[] w, double warmScale) {
    limitStops[solver.limitCount()] = stop;
    UnilateralLimit limit = solver.nextLimit();
    ConstraintRow row = limit.row;
    ArrowMatrix mass = dynamics.massMatrix();
    Arrays.fill(row.body, 0);
    row.rear = sign;
    row.front = sign;
    row.setRobot(mass.leg(leg).rear, mass.leg(leg).front);
    mass.whiten(row, leg);
    limit.prepare(gap, warmScale * impulses[stop], w);
  }

  /** Stores the solver's impulses for warm starting. */
  void storeImpulses() {
    clear();
    for (int i = 0; i < solver.limitCount(); i++) {
      impulses[limitStops[i]] = solver.limit(i).impulse();
    }
  }

  /** Clears the impulses of the last step. */
  void clear() {
    Arrays.fill(impulses, 0);
  }

  void save(DataOutput out) throws IOException {
    MultibodyState.write(impulses, out);
  }

  void restore(DataInput in) throws IOException {
    MultibodyState.read(impulses, in);
  }
}
