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
public final class CalibrationNumbers {
  private final Map<String, Found> numbers = new LinkedHashMap<>();

  /**
   * A value with its uncertainty.
   *
   * @param value the calibrated value
   * @param halfWidth half-width of its 95 % confidence interval, or its residual; NaN when it has
   *     neither
   */
  private record Found(double value, double halfWidth) {}

  private CalibrationNumbers() {}

  /** Collects the values of a calibration. */
  public static CalibrationNumbers of(Calibration calibration) {
    CalibrationNumbers all = new CalibrationNumbers();
    MotorCalibration motors = calibration.motors();
    if (motors != null) {
      for (Motor motor : Motor.values()) {
        MotorZero zero = motors.of(motor);
        String path = "motors.motors." + motor;
        all.put(path + ".zeroRad", zero.zeroRad(), zero.residualRad());
        all.put(path + ".sign", zero.sign(), Double.NaN);
      }
    }
    InertialCalibration imu = calibration.imu();
    if (imu != null) {
      all.put("imu.rollRad", imu.mounting().rollRad(), imu.residualRad());
      all.put("imu.pitchRad", imu.mounting().pitchRad(), imu.residualRad());
      all.put("imu.yawRad", imu.mounting().yawRad(), imu.residualRad());
      all.put("imu.rateSignX", imu.rates().rateSignX(), Double.NaN);
      all.put("imu.rateSignY", imu.rates().rateSignY(), Double.NaN);
      double spread = imu.rateResidualRadPerSec();
      all.put("imu.rateBiasXRadPerSec", imu.rates().rateBiasXRadPerSec(), spread);
      all.put("imu.rateBiasYRadPerSec", imu.rates().rateBiasYRadPerSec(), spread);
    }
    all.putIdentification(calibration.identification());
    MocapAlignment mocap = calibration.mocap();
    if (mocap != null) {
      all.put("mocap.laneDirectionRad", mocap.lanePlacement().laneDirectionRad(), Double.NaN);
      all.put("mocap.laneOriginXMetres", mocap.lanePlacement().laneOriginXMetres(), Double.NaN);
      all.put("mocap.laneOriginYMetres", mocap.lanePlacement().laneOriginYMetres(), Double.NaN);
      all.put("mocap.trunkXMetres", mocap.trunk().trunkXMetres(), mocap.turnResidualMetres());
      all.put("mocap.trunkYMetres", mocap.trunk().trunkYMetres(), mocap.turnResidualMetres());
      all.put("mocap.trunkZMetres", mocap.trunk().trunkZMetres(), Double.NaN);
      all.put("mocap.trunkRollRad", mocap.trunk().trunkRollRad(), Double.NaN);
      all.put("mocap.trunkPitchRad", mocap.trunk().trunkPitchRad(), Double.NaN);
      all.put("mocap.trunkYawRad", mocap.trunk().trunkYawRad(), Double.NaN);
    }
    all.putCamera(calibration.camera());
    CameraPlacement placement = calibration.cameraPlacement();
    if (placement != null) {
      all.put("cameraPlacement.xMetres", placement.pose().xMetres(), Double.NaN);
      all.put("cameraPlacement.yMetres", placement.pose().yMetres(), Double.NaN);
      all.put("cameraPlacement.zMetres", placement.pose().zMetres(), Double.NaN);
      all.put("cameraPlacement.rollRad", placement.pose().rollRad(), Double.NaN);
      all.put("cameraPlacement.pitchRad", placement.pose().pitchRad(), Double.NaN);
      all.put("cameraPlacement.yawRad", placement.pose().yawRad(), Double.NaN);
    }
    return all;
  }

  /** One line per value: path, value, and confidence interval or residual. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    numbers.forEach(
        (path, number) ->
            lines.add(
                text("%-55s %12.6f%s", path, number.value, suffix(" +/- %.6f", number.halfWidth))));
    return lines;
  }

  /**
   * One line for each value that either calibration has, with the difference of the two values.
   * Values whose intervals do not overlap are marked.
   */
  public List<String> compare(CalibrationNumbers other) {
    List<String> lines = new ArrayList<>();
    numbers.forEach(
        (path, mine) -> {
          Found theirs = other.numbers.get(path);
          if (theirs == null) {
            lines.add(text("%-55s %12.6f %12s", path, mine.value, "-"));
            return;
          }
          double difference = theirs.value - mine.value;
          double room = Math.max(0, zeroIfNone(mine.halfWidth) + zeroIfNone(theirs.halfWidth));
          lines.add(
              text(
                  "%-55s %12.6f %12.6f %+12.6f%s",
                  path,
                  mine.value,
                  theirs.value,
                  difference,
                  Math.abs(difference) > room ? "  differs" : ""));
        });
    other.numbers.forEach(
        (path, theirs) -> {
          if (!numbers.containsKey(path)) {
            lines.add(text("%-55s %12s %12.6f", path, "-", theirs.value));
          }
        });
    return lines;
  }

  private void putIdentification(@Nullable Identification found) {
    if (found == null) {
      return;
    }
    put("identification.commandLatencySeconds", found.commandLatencySeconds());
    put("identification.positionLatencySeconds", found.positionLatencySeconds());
    put("identification.observationLatencySeconds", found.observationLatencySeconds());
    put("identification.commandToEncoderSeconds", found.commandToEncoderSeconds());
    for (Motor motor : Motor.values()) {
      MotorIdentification one = found.of(motor);
      String path = "identification.motors." + motor;
      put(path + ".torqueRatio", one.torqueRatio());
      put(path + ".viscousNmSecPerRad", one.viscousNmSecPerRad());
      put(path + ".coulombNm", one.coulombNm());
      put(path + ".rotorInertiaKgM2", one.rotorInertiaKgM2());
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
    numbers.put(path, new Found(value, halfWidth));
  }

  private static double zeroIfNone(double halfWidth) {
    return Double.isNaN(halfWidth) ? 0 : halfWidth;
  }

  private static String suffix(String format, double halfWidth) {
    return Double.isNaN(halfWidth) ? "" : text(format, halfWidth);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
