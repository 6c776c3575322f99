package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
