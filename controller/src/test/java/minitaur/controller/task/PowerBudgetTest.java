package minitaur.controller.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.motor.ThermalModel;
import org.junit.jupiter.api.Test;

class PowerBudgetTest {
  private static PowerBudget budget(double watts, double celsius) {
    return new PowerBudget(watts, celsius, 0.03, 150, 500);
  }

  @Test
  void limitIsTheLowerOfPowerAndHeatOfAllMotors() {
    double heat = 8 * ThermalModel.steadyHeat(80);
    assertThat(heat).isBetween(200.0, 260.0);
    assertThat(budget(0, 80).limitWatts()).isCloseTo(heat, within(1e-9));
    assertThat(budget(1000, 80).limitWatts()).isCloseTo(heat, within(1e-9));
    assertThat(budget(150, 80).limitWatts()).isEqualTo(150);
    assertThat(budget(150, 0).limitWatts()).isEqualTo(150);
    assertThat(budget(0, 0).isLimited()).isFalse();
    assertThat(budget(0, 0).limitWatts()).isInfinite();
  }
}
