package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RobotModelTest {
  private final RobotModel model = RobotModel.nominal();

  @Test
  void massAndInertiaFactorsScaleEveryBody() {
    MultibodyState state = UnconstrainedDynamicsTest.randomState(new Random(5));
    double nominal = kineticEnergy(model, state);
    double both = kineticEnergy(model.scaled(1.3, 1.3), state);
    double massOnly = kineticEnergy(model.scaled(1.3, 1), state);
    assertThat(model.scaled(1.3, 1).mass()).isCloseTo(1.3 * 7.473, within(1e-12));
    assertThat(model.scaled(1, 1.3).mass()).isCloseTo(7.473, within(1e-12));
    assertThat(both).isCloseTo(1.3 * nominal, within(1e-12 * both));
    assertThat(massOnly).isGreaterThan(nominal).isLessThan(both);
  }

  @Test
  void frictionAppliesToAllPartsAndIsNotNegative() {
    RobotModel slippery = model.withFriction(0.2);
    assertThat(slippery.friction().foot()).isEqualTo(0.2);
    assertThat(slippery.friction().body()).isEqualTo(0.2);
    assertThatThrownBy(() -> model.withFriction(-0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-0.1");
  }

  @Test
  void payloadIsAboveCenterOfTrunk() {
    TrunkInertia trunk = model.trunk();
    TrunkInertia loaded = model.withPayload(2).trunk();
    assertThat(loaded.com().x()).isCloseTo(trunk.com().x() * 5.993 / 7.993, within(1e-12));
    assertThat(loaded.com().y()).isZero();
    assertThat(loaded.com().z()).isGreaterThan(0);
  }

  /** The inertia acts when a motor turns, not when the trunk rolls. */
  @Test
  void rotorInertiaActsAboutMotorAxis() {
    double added = 1e-3;
    RobotModel heavier = model.withRotorInertia(model.links().upper().inertiaY() + added);
    MultibodyState state = new MultibodyState();
    state.quaternion[0] = 1;
    Arrays.fill(state.motorAngle, 2);
    state.velocity[MultibodyState.FIRST_MOTOR + 3] = 4;
    assertThat(kineticEnergy(heavier, state) - kineticEnergy(model, state))
        .isCloseTo(0.5 * added * 16, within(1e-12));
    state.velocity[MultibodyState.FIRST_MOTOR + 3] = 0;
    state.velocity[3] = 4;
    assertThat(kineticEnergy(heavier, state)).isCloseTo(kineticEnergy(model, state), within(1e-12));
  }

  @Test
  void rejectsBodyWithoutMass() {
    assertThatThrownBy(() -> model.scaled(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mass");
  }

  private static double kineticEnergy(RobotModel robotModel, MultibodyState state) {
    UnconstrainedDynamics dynamics = new UnconstrainedDynamics(robotModel);
    dynamics.update(state);
    return dynamics.kineticEnergy();
  }
}
