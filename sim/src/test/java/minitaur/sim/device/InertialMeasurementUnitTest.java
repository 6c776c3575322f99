package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.RobotState;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.MultibodyState;
import org.junit.jupiter.api.Test;

class InertialMeasurementUnitTest {
  private static final long MILLISECOND = 1_000_000;

  private final MultibodyState groundTruth = tilted(0.1, -0.2);
  private final RobotState sample = new RobotState();

  @Test
  void matchesGroundTruthWithoutNoise() {
    InertialMeasurementUnit imu = imu(0, 0);
    imu.sample(groundTruth, 77, sample);
    imu.addNoise(sample);
    assertThat(sample.rollRad).isCloseTo(0.1, within(1e-14));
    assertThat(sample.pitchRad).isCloseTo(-0.2, within(1e-14));
    assertThat(sample.angularVelocityXRadPerSec).isEqualTo(1.5);
    assertThat(sample.angularVelocityYRadPerSec).isEqualTo(-2.5);
    assertThat(sample.imuTimeNanos).isEqualTo(77);
  }

  @Test
  void addsBiasAndWhiteNoise() {
    InertialMeasurementUnit imu = imu(0.01, 0.05);
    imu.resetEpisode(0.02, -0.015, RandomStream.of(1, "unit"));
    int count = 40_000;
    Moments roll = new Moments();
    Moments pitch = new Moments();
    Moments rateX = new Moments();
    Moments rateY = new Moments();
    Moments autocorrelation = new Moments();
    Moments rollPitch = new Moments();
    Moments rollRate = new Moments();
    double previous = 0;
    for (int i = 0; i < count; i++) {
      imu.sample(groundTruth, i * MILLISECOND, sample);
      imu.addNoise(sample);
      roll.add(sample.rollRad);
      pitch.add(sample.pitchRad);
      rateX.add(sample.angularVelocityXRadPerSec);
      rateY.add(sample.angularVelocityYRadPerSec);
      autocorrelation.add((sample.rollRad - 0.12) * previous);
      previous = sample.rollRad - 0.12;
      rollPitch.add(previous * (sample.pitchRad + 0.215));
      rollRate.add(previous * (sample.angularVelocityXRadPerSec - 1.5));
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
    assertThat(autocorrelation.mean()).isCloseTo(0, within(2.5e-6));
    assertThat(rollPitch.mean()).isCloseTo(0, within(2.5e-6));
    assertThat(rollRate.mean()).isCloseTo(0, within(1.25e-5));
  }

  @Test
  void repeatedReadsHaveSameNoise() {
    InertialMeasurementUnit imu = imu(0.01, 0.05);
    imu.resetEpisode(0, 0, RandomStream.of(1, "unit"));
    imu.sample(groundTruth, 5 * MILLISECOND, sample);
    RobotState first = new RobotState();
    first.set(sample);
    imu.addNoise(first);
    RobotState second = new RobotState();
    second.set(sample);
    imu.addNoise(second);
    assertThat(second.rollRad).isEqualTo(first.rollRad).isNotEqualTo(sample.rollRad);
    assertThat(second.angularVelocityYRadPerSec).isEqualTo(first.angularVelocityYRadPerSec);

    imu.resetEpisode(0, 0, RandomStream.of(2, "unit"));
    second.set(sample);
    imu.addNoise(second);
    assertThat(second.rollRad).isNotEqualTo(first.rollRad);
  }

  private static InertialMeasurementUnit imu(double angleNoise, double rateNoise) {
    return new InertialMeasurementUnit(
        new InertialProfile(angleNoise, rateNoise, Range.of(0)), null);
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
