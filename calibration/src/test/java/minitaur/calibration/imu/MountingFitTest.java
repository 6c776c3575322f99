package minitaur.calibration.imu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.ImuCalibration;
import minitaur.calibration.imu.StationaryPose.ApproximateAngle;
import minitaur.hal.RobotState;
import minitaur.hal.imu.ImuTransform;
import minitaur.hal.random.RandomStream;
import minitaur.sim.device.InertialMounting;
import minitaur.sim.dynamics.MultibodyState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fits the mounting of simulated IMUs and reads other attitudes through the result. */
class MountingFitTest {
  private final MultibodyState trunk = new MultibodyState();
  private final RobotState reading = new RobotState();

  /** Mounted along the trunk, upside down, backward, and turned to either side. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "3.141592653589793, 0",
    "0, 3.141592653589793",
    "0, 1.5707963267948966",
    "0, -1.5707963267948966",
    "3.141592653589793, 1.5707963267948966"
  })
  void calibratedImuMeasuresAttitudeAndRatesOfTrunk(double turnX, double turnZ)
      throws CalibrationException {
    RandomStream random = RandomStream.of(1, "test");
    for (int trial = 0; trial < 20; trial++) {
      InertialMounting mounting =
          new InertialMounting(
              times(
                  ImuTransform.rotation(small(random), small(random), small(random)),
                  ImuTransform.rotation(turnX, 0, turnZ)),
              sign(random),
              sign(random),
              sign(random),
              sign(random),
              small(random),
              small(random));
      // The operator tilts by other angles than requested.
      MountingFit fit =
          MountingFit.of(
              List.of(
                  pose(mounting, 0, 0, ApproximateAngle.NONE, 0, 0),
                  pose(mounting, 0, 0.5, ApproximateAngle.PITCH, 0, 0.6),
                  pose(mounting, 0.72, 0, ApproximateAngle.ROLL, 0.6, 0)));
      assertThat(fit.residual()).isLessThan(1e-6);
      ImuCalibration calibration =
          new MountingDecomposition(fit)
              .toCalibration(
                  "",
                  "",
                  new double[] {mounting.rateBiasX(), mounting.rateBiasY()},
                  0,
                  new int[] {mounting.rateSignX(), mounting.rateSignY()});
      double roll = random.nextUniform(-0.6, 0.6);
      double pitch = random.nextUniform(-0.6, 0.6);
      setAttitude(roll, pitch);
      trunk.velocity[3] = random.nextUniform(-2, 2);
      trunk.velocity[4] = random.nextUniform(-2, 2);
      mounting.sample(trunk, reading);
      calibration.imuTransform().apply(reading);
      assertThat(reading.rollRad).isCloseTo(roll, within(1e-5));
      assertThat(reading.pitchRad).isCloseTo(pitch, within(1e-5));
      // The rate about the IMU's z axis is not transmitted: an error of second order.
      assertThat(reading.angularVelocityXRadPerSec).isCloseTo(trunk.velocity[3], within(0.03));
      assertThat(reading.angularVelocityYRadPerSec).isCloseTo(trunk.velocity[4], within(0.03));
    }
  }

  @Test
  void rejectsPosesThatDoNotDetermineMounting() {
    InertialMounting aligned =
        new InertialMounting(ImuTransform.rotation(0, 0, 0), 1, 1, 1, 1, 0, 0);
    assertThatThrownBy(
            () ->
                MountingFit.of(
                    List.of(
                        pose(aligned, 0, 0, ApproximateAngle.NONE, 0, 0),
                        pose(aligned, 0, 0.01, ApproximateAngle.PITCH, 0, 0.6),
                        pose(aligned, 0.6, 0, ApproximateAngle.ROLL, 0.6, 0))))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("tilt the robot further");
  }

  @Test
  void rejectsImuOnItsSide() throws CalibrationException {
    InertialMounting side =
        new InertialMounting(ImuTransform.rotation(0, Math.PI / 2, 0), 1, 1, 1, 1, 0, 0);
    MountingFit fit =
        MountingFit.of(
            List.of(
                pose(side, 0.02, 0.02, ApproximateAngle.NONE, 0.02, 0.02),
                pose(side, 0, 0.6, ApproximateAngle.PITCH, 0, 0.6),
                pose(side, 0.6, 0, ApproximateAngle.ROLL, 0.6, 0)));
    assertThatThrownBy(() -> new MountingDecomposition(fit))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("z axis is not upright");
  }

  private StationaryPose pose(
      InertialMounting mounting,
      double roll,
      double pitch,
      ApproximateAngle approximate,
      double requestedRoll,
      double requestedPitch) {
    setAttitude(roll, pitch);
    mounting.sample(trunk, reading);
    return new StationaryPose(
        requestedRoll,
        requestedPitch,
        approximate,
        StationaryPose.upVector(reading.rollRad, reading.pitchRad));
  }

  /** Ry(pitch) Rx(roll), without rates. */
  private void setAttitude(double roll, double pitch) {
    trunk.quaternion[0] = Math.cos(pitch / 2) * Math.cos(roll / 2);
    trunk.quaternion[1] = Math.cos(pitch / 2) * Math.sin(roll / 2);
    trunk.quaternion[2] = Math.sin(pitch / 2) * Math.cos(roll / 2);
    trunk.quaternion[3] = -Math.sin(pitch / 2) * Math.sin(roll / 2);
    trunk.velocity[3] = 0;
    trunk.velocity[4] = 0;
  }

  private static double small(RandomStream random) {
    return random.nextUniform(-0.05, 0.05);
  }

  private static int sign(RandomStream random) {
    return random.nextDouble() < 0.5 ? -1 : 1;
  }

  private static double[] times(double[] a, double[] b) {
    double[] product = new double[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        for (int k = 0; k < 3; k++) {
          product[3 * row + column] += a[3 * row + k] * b[3 * k + column];
        }
      }
    }
    return product;
  }
}
