package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MotorModelTest {
  /** Table points, midpoints and saturation, computed by hand. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "5, 0.5",
    "10, 1.0",
    "15, 1.45",
    "20, 1.9",
    "25, 2.175",
    "30, 2.45",
    "35, 2.725",
    "40, 3.0",
    "45, 3.125",
    "50, 3.25",
    "55, 3.375",
    "60, 3.5",
    "60.001, 3.5",
    "86, 3.5"
  })
  void torqueSaturates(double current, double torque) {
    assertThat(MotorModel.torque(current)).isCloseTo(torque, within(1e-12));
    assertThat(MotorModel.torque(-current)).isCloseTo(-torque, within(1e-12));
  }

  /** (16 duty - 0.0954 velocity) / 0.186, computed by hand. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 0, 8.602150537634",
    "1, 0, 86.021505376344",
    "0, 10, -5.129032258065",
    "0.25, -20, 31.763440860215",
    "1, 167.714884696, 0"
  })
  void backEmfReducesCurrent(double duty, double velocity, double current) {
    assertThat(MotorModel.current(duty, 16, velocity)).isCloseTo(current, within(1e-8));
  }

  @Test
  void computesWindingHeat() {
    assertThat(MotorModel.heat(-10)).isCloseTo(18.6, within(1e-12));
  }

  @Test
  void propagatesNaN() {
    assertThat(MotorModel.torque(Double.NaN)).isNaN();
  }
}
