package minitaur.controller.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.RobotState;
import org.junit.jupiter.api.Test;

class EnergyMeterTest {
  private static final long STEP_NANOS = 20_000_000;

  private final EnergyMeter meter = new EnergyMeter();
  private final RobotState state = new RobotState();

  @Test
  void measuresEnergySinceEpisodeStart() {
    state.energyJoules = 500;
    assertThat(meter.update(state, 0)).isZero();
    state.energyJoules = 512;
    assertThat(meter.update(state, STEP_NANOS)).isEqualTo(12);
    meter.reset();
    assertThat(meter.update(state, 10 * STEP_NANOS)).isZero();
  }

  @Test
  void integratesModelPowerWithoutMeasurement() {
    state.energyJoules = Double.NaN;
    // 1 Nm is 10 A: 18.6 W of heat, and 0.954 W of work per rad/s.
    Arrays.fill(state.motorTorqueNm, -1);
    Arrays.fill(state.motorVelocityRadPerSec, -10);
    // This one brakes with 9.54 W beyond its heat.
    state.motorVelocityRadPerSec[3] = 29.5;
    double expected = 7 * (18.6 + 9.54);
    assertThat(EnergyMeter.powerWatts(state)).isCloseTo(expected, within(1e-9));
    assertThat(EnergyMeter.heatWatts(-1)).isCloseTo(18.6, within(1e-9));
    assertThat(meter.update(state, 0)).isZero();
    meter.update(state, STEP_NANOS);
    assertThat(meter.update(state, 2 * STEP_NANOS)).isCloseTo(0.04 * expected, within(1e-9));
  }

  @Test
  void isNanWithoutTorque() {
    state.energyJoules = Double.NaN;
    Arrays.fill(state.motorTorqueNm, Double.NaN);
    assertThat(EnergyMeter.powerWatts(state)).isNaN();
    meter.update(state, 0);
    assertThat(meter.update(state, STEP_NANOS)).isNaN();
  }
}
