package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.RobotState;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.MultibodyState;
import org.junit.jupiter.api.Test;

class InertialMeasurementUnitTest {
  private final MultibodyState truth = tilted(0.1, -0.2);
  private final RobotState sample = new RobotState();

  @Test
  void isTheTruthWithoutNoise() {
    InertialMeasurementUnit unit = unit(0, 0);
    unit.sample(truth, 77, sample);
    assertThat(sample.rollRad).isCloseTo(0.1, within(1e-14));
    assertThat(sample.pitchRad).isCloseTo(-0.2, within(1e-14));
    assertThat(sample.angularVelocityXRadPerSec).isEqualTo(1.5);
    assertThat(sample.angularVelocityYRadPerSec).isEqualTo(-2.5);
    assertThat(sample.imuTimeNanos).isEqualTo(77);
  }

  @Test
  void addsBiasAndWhiteNoise() {
    InertialMeasurementUnit unit = unit(0.01, 0.05);
    unit.bias(0.02, -0.015);
    int count = 40_000;
    Moments roll = new Moments();
    Moments pitch = new Moments();
    Moments rateX = new Moments();
    Moments rateY = new Moments();
    Moments neighbours = new Moments();
    double previous = 0;
    for (int i = 0; i < count; i++) {
      unit.sample(truth, i, sample);
      roll.add(sample.rollRad);
      pitch.add(sample.pitchRad);
      rateX.add(sample.angularVelocityXRadPerSec);
      rateY.add(sample.angularVelocityYRadPerSec);
      neighbours.add((sample.rollRad - 0.12) * previous);
      previous = sample.rollRad - 0.12;
    }
    // Bands of five standard errors: sd / sqrt(n) for a mean, sd / sqrt(2 n) for a deviation.
    assertThat(roll.mean()).isCloseTo(0.12, within(2.5e-4));
    assertThat(pitch.mean()).isCloseTo(-0.215, within(2.5e-4));
    assertThat(rateX.mean()).isCloseTo(1.5, within(1.25e-3));
    assertThat(rateY.mean()).isCloseTo(-2.5, within(1.25e-3));
    assertThat(roll.deviation()).isCloseTo(0.01, within(1.8e-4));
    assertThat(pitch.deviation()).isCloseTo(0.01, within(1.8e-4));
    assertThat(rateX.deviation()).isCloseTo(0.05, within(9e-4));
    assertThat(rateY.deviation()).isCloseTo(0.05, within(9e-4));
    assertThat(neighbours.mean()).isCloseTo(0, within(2.5e-6));
  }

  private static InertialMeasurementUnit unit(double angleNoise, double rateNoise) {
    return new InertialMeasurementUnit(
        new InertialProfile(angleNoise, rateNoise, Range.of(0)), RandomStream.of(1, "unit"));
  }

  /** Ry(pitch) Rx(roll). */
  private static MultibodyState tilted(double roll, double pitch) {
    MultibodyState state = new MultibodyState();
    double cr = Math.cos(roll / 2);
    double sr = Math.sin(roll / 2);
    double cp = Math.cos(pitch / 2);
    double sp = Math.sin(pitch / 2);
    state.quaternion[0] = cp * cr;
    state.quaternion[1] = cp * sr;
    state.quaternion[2] = sp * cr;
    state.quaternion[3] = -sp * sr;
    state.velocity[3] = 1.5;
    state.velocity[4] = -2.5;
    return state;
  }
}
