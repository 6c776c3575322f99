package minitaur.calibration.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.MinitaurDynamics;
import minitaur.sim.dynamics.MultibodyState;
import minitaur.sim.dynamics.RobotModel;
import minitaur.sim.terrain.FlatGround;
import org.junit.jupiter.api.Test;

/** Compares with the simulator's dynamics, an independent implementation. */
class LegInverseDynamicsTest {
  private static final double STEP = 1e-6;

  @Test
  void matchesSimulatedTorquesOnStand() {
    RobotModel model = RobotModel.nominal();
    MinitaurDynamics dynamics = new MinitaurDynamics(model, new FlatGround());
    LegInverseDynamics inverse = new LegInverseDynamics(RobotGeometry.nominal());
    RandomStream random = RandomStream.of(1, "poses");
    double rotorInertia = model.links().upper().inertiaY();
    for (int trial = 0; trial < 50; trial++) {
      MultibodyState state = dynamics.state();
      state.position[2] = 1;
      double[] torque = new double[Motor.COUNT];
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        state.motorAngle[motor] = random.nextUniform(1.0, 2.5);
        state.velocity[MultibodyState.FIRST_MOTOR + motor] = random.nextUniform(-8, 8);
        torque[motor] = random.nextUniform(-1, 1);
      }
      dynamics.setTrunkHeld(true);
      MultibodyState before = new MultibodyState();
      before.set(state);
      dynamics.step(torque, STEP);

      for (Leg leg : Leg.values()) {
        double[] q = new double[2];
        double[] rate = new double[2];
        double[] acceleration = new double[2];
        int[] motors = {leg.rear().ordinal(), leg.front().ordinal()};
        for (int i = 0; i < 2; i++) {
          int index = MultibodyState.FIRST_MOTOR + motors[i];
          q[i] = before.motorAngle[motors[i]];
          rate[i] = before.velocity[index];
          acceleration[i] = (dynamics.state().velocity[index] - before.velocity[index]) / STEP;
        }
        double[] legTorque = inverse.torque(q, rate, acceleration);
        assertThat(legTorque[0] + rotorInertia * acceleration[0])
            .isCloseTo(torque[motors[0]], within(1e-6));
        assertThat(legTorque[1] + rotorInertia * acceleration[1])
            .isCloseTo(torque[motors[1]], within(1e-6));
      }
      assertThat(dynamics.state().position).isEqualTo(before.position);
      assertThat(dynamics.state().quaternion).isEqualTo(before.quaternion);
    }
  }
}
