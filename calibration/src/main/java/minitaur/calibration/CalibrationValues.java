package minitaur.calibration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import minitaur.hal.Text;

/**
 * All numeric values of a calibration, keyed by their path in the file, for tables and comparisons.
 */
public final class CalibrationValues {
  /** Keys of values by the key of the residual of the same part that is their uncertainty. */
  private static final Map<String, String> RESIDUALS =
      Map.of(
          "zeroRad", "residualRad",
          "rollRad", "residualRad",
          "pitchRad", "residualRad",
          "yawRad", "residualRad",
          "rateBiasXRadPerSec", "rateResidualRadPerSec",
          "rateBiasYRadPerSec", "rateResidualRadPerSec",
          "trunkXMetres", "turnResidualMetres",
          "trunkYMetres", "turnResidualMetres");

  /** Keys of numbers that describe a measurement, not the robot. */
  private static final Set<String> QUALITIES =
      Set.of(
          "residualRad",
          "rateResidualRadPerSec",
          "turnResidualMetres",
          "straightnessMetres",
          "residualMetres",
          "residualNm",
          "widthPixels",
          "heightPixels",
          "views");

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
    PartFields.values(calibration)
        .forEach(
            (name, part) -> {
              if (part instanceof Record fields) {
                result.putAll(name, fields);
              }
            });
    return result;
  }

  private void putAll(String path, Record part) {
    Map<String, Object> fields = PartFields.values(part);
    fields.forEach(
        (key, value) -> {
          String fieldPath = path + "." + key;
          if (value instanceof Map<?, ?> motors) {
            motors.forEach(
                (motor, motorPart) -> putAll(fieldPath + "." + motor, (Record) motorPart));
          } else if (value instanceof Estimate estimate) {
            double halfWidth = 0.5 * (estimate.high() - estimate.low());
            values.put(fieldPath, new UncertainValue(estimate.value(), halfWidth));
          } else if (value instanceof Number number && !QUALITIES.contains(key)) {
            Object residual = fields.get(RESIDUALS.getOrDefault(key, ""));
            double halfWidth = residual instanceof Double known ? known : Double.NaN;
            values.put(fieldPath, new UncertainValue(number.doubleValue(), halfWidth));
          }
        });
  }

  /** One line per value: path, value, and confidence interval or residual. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    values.forEach(
        (path, entry) ->
            lines.add(
                Text.of(
                    "%-55s %12.6f%s", path, entry.value, suffix(" +/- %.6f", entry.halfWidth))));
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
            lines.add(Text.of("%-55s %12.6f %12s", path, left.value, "-"));
            return;
          }
          double difference = right.value - left.value;
          double tolerance = Math.max(0, zeroIfNaN(left.halfWidth) + zeroIfNaN(right.halfWidth));
          lines.add(
              Text.of(
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
            lines.add(Text.of("%-55s %12s %12.6f", path, "-", right.value));
          }
        });
    return lines;
  }

  private static double zeroIfNaN(double halfWidth) {
    return Double.isNaN(halfWidth) ? 0 : halfWidth;
  }

  private static String suffix(String format, double halfWidth) {
    return Double.isNaN(halfWidth) ? "" : Text.of(format, halfWidth);
  }
}
