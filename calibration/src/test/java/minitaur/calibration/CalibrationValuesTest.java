package minitaur.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CalibrationValuesTest {
  private final Calibration complete = CalibrationFileTest.completeCalibration("robot-7");

  @Test
  void listsValuesWithTheirUncertainty() {
    List<String> lines =
        CalibrationValues.of(complete).lines().stream()
            .map(line -> line.replaceAll(" +", " "))
            .toList();
    assertThat(lines)
        .hasSize(84)
        .contains(
            "motors.motors.FRONT_LEFT_L.zeroRad 0.250000 +/- 0.001250",
            "motors.motors.FRONT_LEFT_R.sign -1.000000",
            "imu.yawRad 0.030000 +/- 0.001000",
            "imu.rateBiasYRadPerSec -0.010000 +/- 0.002000",
            "identification.motors.BACK_RIGHT_R.torqueRatio 1.062500 +/- 0.031250",
            "mocap.trunkYMetres 0.020000 +/- 0.005000",
            "mocap.trunkYawRad 0.030000",
            "camera.focalXPixels 901.500000 +/- 1.500000",
            "camera.residualPixels 0.250000",
            "cameraPlacement.rollRad 3.125000")
        .noneMatch(line -> line.contains("esidualRad") || line.contains("views"));
  }

  @Test
  void comparesValuesThatEitherCalibrationHas() {
    Calibration onlyImu = Calibration.of("robot-8").with(Objects.requireNonNull(complete.imu()));
    assertThat(CalibrationValues.of(onlyImu).compare(CalibrationValues.of(complete)))
        .hasSize(84)
        .noneMatch(line -> line.endsWith("differs"))
        .anyMatch(line -> line.matches("camera\\.k1 +- +-0\\.210000"));
  }
}
