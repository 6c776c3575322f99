package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reduced-coordinate dynamics compared with ode4j's 17 bodies and joints. */
class OdeComparisonTest {
  private static final double[] TORQUE = {0.3, -0.2, 0.25, -0.3, 0.2, 0.3, -0.25, -0.1};
  private static final double DURATION = 0.05;

  private final RobotModel model = RobotModel.nominal();

  @Test
  void energyAndMomentumMatchOde() {
    UnconstrainedDynamics dynamics = new UnconstrainedDynamics(model);
    double[] momentum = new double[6];
    Random random = new Random(11);
    for (int trial = 0; trial < 20; trial++) {
      MultibodyState state = UnconstrainedDynamicsTest.randomState(random);
      OdeRobot bodies = new OdeRobot(model, state);
      dynamics.update(state);
      TestDynamics.momentum(dynamics, state, momentum);
      // Central differences of 1 us give the bodies' velocities to about 1e-9.
      assertThat(dynamics.kineticEnergy()).isCloseTo(bodies.kineticEnergy(), within(1e-7));
      assertThat(momentum).startsWith(bodies.momentum(), within(1e-8));
    }
  }

  /**
   * ode4j is of first order: halving its step halves the error, and the Richardson extrapolation
   * agrees closely.
   */
  @Test
  void odeConvergesToReducedFreeFlight() {
    Random random = new Random(12);
    for (int trial = 0; trial < 3; trial++) {
      MultibodyState start = UnconstrainedDynamicsTest.randomState(random);
      double[] coarse = simulateOde(start, 1e-4);
      double[] fine = simulateOde(start, 5e-5);
      double[] reduced = OdeRobot.configuration(simulateReduced(start));
      double coarseError = 0;
      double fineError = 0;
      double limitError = 0;
      for (int i = 0; i < reduced.length; i++) {
        coarseError = Math.max(coarseError, Math.abs(coarse[i] - reduced[i]));
        fineError = Math.max(fineError, Math.abs(fine[i] - reduced[i]));
        limitError = Math.max(limitError, Math.abs(2 * fine[i] - coarse[i] - reduced[i]));
      }
      assertThat(fineError).isLessThan(1e-3);
      assertThat(fineError / coarseError).isBetween(0.4, 0.6);
      assertThat(limitError).isLessThan(1e-5);
    }
  }

  private double[] simulateOde(MultibodyState start, double step) {
    OdeRobot robot = new OdeRobot(model, start);
    for (int i = 0; i < Math.round(DURATION / step); i++) {
      robot.step(TORQUE, step);
    }
    return robot.configuration();
  }

  private MultibodyState simulateReduced(MultibodyState start) {
    MultibodyState state = new MultibodyState();
    state.set(start);
    RungeKutta flight = new RungeKutta(new UnconstrainedDynamics(model));
    for (int i = 0; i < Math.round(DURATION / 1e-4); i++) {
      flight.step(state, TORQUE, 1e-4);
    }
    return state;
  }
}
