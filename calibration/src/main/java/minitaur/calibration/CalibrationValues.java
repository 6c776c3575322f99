package minitaur.calibration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.hal.Motor;
import org.jspecify.annotations.Nullable;

/**
 * All numeric values of a calibration, keyed by their path in the file, for tables and comparisons.
 */
public final class CalibrationValues {
  private final Map<String, UncertainValue> values = new LinkedHashMap<>();

  /**
   * A value with its uncertainty.
   *
   * @param value the calibrated value
   * @param halfWidth half-width of its 95 % confidence interval, or its residual; NaN when it has
   *     neither
   */
  private record UncertainValue(double value, double halfWidth) {}

  private CalibrationValues() {}

  /** Collects the values of a calibration. */
  public static CalibrationValues of(Calibration calibration) {
    CalibrationValues result = new CalibrationValues();
    MotorCalibration motors = calibration.motors();
    if (motors != null) {
      for (Motor motor : Motor.values()) {
        MotorZero zero = motors.of(motor);
        String path = "motors.motors." + motor;
        result.put(path + ".zeroRad", zero.zeroRad(), zero.residualRad());
        result.put(path + ".sign", zero.sign(), Double.NaN);
      }
    }
    ImuCalibration imu = calibration.imu();
    if (imu != null) {
      result.put("imu.rollRad", imu.mounting().rollRad(), imu.residualRad());
      result.put("imu.pitchRad", imu.mounting().pitchRad(), imu.residualRad());
      result.put("imu.yawRad", imu.mounting().yawRad(), imu.residualRad());
      result.put("imu.rateSignX", imu.rates().rateSignX(), Double.NaN);
      result.put("imu.rateSignY", imu.rates().rateSignY(), Double.NaN);
      double rateResidual = imu.rateResidualRadPerSec();
      result.put("imu.rateBiasXRadPerSec", imu.rates().rateBiasXRadPerSec(), rateResidual);
      result.put("imu.rateBiasYRadPerSec", imu.rates().rateBiasYRadPerSec(), rateResidual);
    }
    result.putIdentification(calibration.identification());
    MocapAlignment mocap = calibration.mocap();
    if (mocap != null) {
      result.put("mocap.laneDirectionRad", mocap.lanePlacement().laneDirectionRad(), Double.NaN);
      result.put("mocap.laneOriginXMetres", mocap.lanePlacement().laneOriginXMetres(), Double.NaN);
      result.put("mocap.laneOriginYMetres", mocap.lanePlacement().laneOriginYMetres(), Double.NaN);
      result.put("mocap.trunkXMetres", mocap.trunk().trunkXMetres(), mocap.turnResidualMetres());
      result.put("mocap.trunkYMetres", mocap.trunk().trunkYMetres(), mocap.turnResidualMetres());
      result.put("mocap.trunkZMetres", mocap.trunk().trunkZMetres(), Double.NaN);
      result.put("mocap.trunkRollRad", mocap.trunk().trunkRollRad(), Double.NaN);
      result.put("mocap.trunkPitchRad", mocap.trunk().trunkPitchRad(), Double.NaN);
      result.put("mocap.trunkYawRad", mocap.trunk().trunkYawRad(), Double.NaN);
    }
    result.putCamera(calibration.camera());
    CameraPlacement placement = calibration.cameraPlacement();
    if (placement != null) {
      result.put("cameraPlacement.xMetres", placement.pose().xMetres(), Double.NaN);
      result.put("cameraPlacement.yMetres", placement.pose().yMetres(), Double.NaN);
      result.put("cameraPlacement.zMetres", placement.pose().zMetres(), Double.NaN);
      result.put("cameraPlacement.rollRad", placement.pose().rollRad(), Double.NaN);
      result.put("cameraPlacement.pitchRad", placement.pose().pitchRad(), Double.NaN);
      result.put("cameraPlacement.yawRad", placement.pose().yawRad(), Double.NaN);
    }
    return result;
  }

  /** One line per value: path, value, and confidence interval or residual. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    values.forEach(
        (path, entry) ->
            lines.add(
                format("%-55s %12.6f%s", path, entry.value, suffix(" +/- %.6f", entry.halfWidth))));
    return lines;
  }

  /**
   * One line for each value that either calibration has, with the difference of the two values.
   * Values whose intervals do not overlap are marked.
   */
  public List<String> compare(CalibrationValues other) {
    List<String> lines = new ArrayList<>();
    values.forEach(
        (path, left) -> {
          UncertainValue right = other.values.get(path);
          if (right == null) {
            lines.add(format("%-55s %12.6f %12s", path, left.value, "-"));
            return;
          }
          double difference = right.value - left.value;
          double tolerance = Math.max(0, zeroIfNaN(left.halfWidth) + zeroIfNaN(right.halfWidth));
          lines.add(
              format(
                  "%-55s %12.6f %12.6f %+12.6f%s",
                  path,
                  left.value,
                  right.value,
                  difference,
                  Math.abs(difference) > tolerance ? "  differs" : ""));
        });
    other.values.forEach(
        (path, right) -> {
          if (!values.containsKey(path)) {
            lines.add(format("%-55s %12s %12.6f", path, "-", right.value));
          }
        });
    return lines;
  }

  private void putIdentification(@Nullable Identification identification) {
    if (identification == null) {
      return;
    }
    put("identification.commandLatencySeconds", identification.commandLatencySeconds());
    put("identification.positionLatencySeconds", identification.positionLatencySeconds());
    put("identification.observationLatencySeconds", identification.observationLatencySeconds());
    put("identification.commandToEncoderSeconds", identification.commandToEncoderSeconds());
    for (Motor motor : Motor.values()) {
      MotorIdentification parameters = identification.of(motor);
      String path = "identification.motors." + motor;
      put(path + ".torqueRatio", parameters.torqueRatio());
      put(path + ".viscousNmSecPerRad", parameters.viscousNmSecPerRad());
      put(path + ".coulombNm", parameters.coulombNm());
      put(path + ".rotorInertiaKgM2", parameters.rotorInertiaKgM2());
    }
  }

  private void putCamera(@Nullable CameraIntrinsics camera) {
    if (camera == null) {
      return;
    }
    put("camera.focalXPixels", camera.pinhole().focalXPixels());
    put("camera.focalYPixels", camera.pinhole().focalYPixels());
    put("camera.centreXPixels", camera.pinhole().centreXPixels());
    put("camera.centreYPixels", camera.pinhole().centreYPixels());
    put("camera.k1", camera.distortion().k1(), Double.NaN);
    put("camera.k2", camera.distortion().k2(), Double.NaN);
    put("camera.p1", camera.distortion().p1(), Double.NaN);
    put("camera.p2", camera.distortion().p2(), Double.NaN);
    put("camera.k3", camera.distortion().k3(), Double.NaN);
    put("camera.residualPixels", camera.residualPixels(), Double.NaN);
  }

  private void put(String path, Estimate estimate) {
    put(path, estimate.value(), 0.5 * (estimate.high() - estimate.low()));
  }

  private void put(String path, double value, double halfWidth) {
    values.put(path, new UncertainValue(value, halfWidth));
  }

  private static double zeroIfNaN(double halfWidth) {
    return Double.isNaN(halfWidth) ? 0 : halfWidth;
  }

  private static String suffix(String format, double halfWidth) {
    return Double.isNaN(halfWidth) ? "" : format(format, halfWidth);
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
