package minitaur.calibration;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a {@link Calibration} as YAML with a comment for each quantity and its unit. */
final class CalibrationWriter {
  /** More significant digits than any procedure can determine. */
  private static final MathContext PRECISION = new MathContext(7);

  /**
   * Written to every file that has a checksum: a file with this line but without a checksum is
   * truncated.
   */
  static final String CHECKSUM_NOTICE =
      "# The last line is a checksum of the others; a file edited by hand is used with a warning.";

  private final StringBuilder out = new StringBuilder();

  private CalibrationWriter() {}

  /** Formats a complete calibration file. */
  static String format(Calibration calibration) {
    CalibrationWriter writer = new CalibrationWriter();
    writer.line("# Calibration of one Minitaur, made by \"minitaur calibrate\". SI units, rad.");
    writer.line(CHECKSUM_NOTICE);
    writer.line("version: " + CalibrationFile.VERSION);
    writer.line("robot: " + quote(calibration.robot()));
    writer.part(
        "motors",
        calibration.motors(),
        "# angle = sign (encoder - zero); zero and residual in rad. The residual is half the",
        "# difference between the zeros found in different poses.");
    writer.part(
        "imu",
        calibration.imu(),
        "# Trunk axes nearest to the IMU's x, y and z; remaining rotation, R = Rz(yaw) Ry(pitch)",
        "# Rx(roll), rad; rates at rest, rad/s.");
    writer.part(
        "identification",
        calibration.identification(),
        "# Each value with its 95 % confidence interval. Torque ratio: actual torque divided by",
        "# the torque that the nominal curve gives for the same current. Friction in Nm s/rad",
        "# and Nm, rotor with upper link in kg m2, residual in Nm, latencies in s.");
    writer.part(
        "mocap",
        calibration.mocap(),
        "# The lane in the server's frame (m, rad) and the trunk in the marker body's axes.");
    writer.part(
        "camera",
        calibration.camera(),
        "# Pinhole model, pixels, each value with its 95 % confidence interval, and distortion",
        "# (Brown and Conrady). Residual: RMS reprojection error of the corners, pixels.");
    writer.part(
        "cameraPlacement",
        calibration.cameraPlacement(),
        "# Pose of the camera in the lane's frame: position, m, and rotation of its axes (x",
        "# right, y down, z forward), R = Rz(yaw) Ry(pitch) Rx(roll), rad.");
    return writer.out.toString();
  }

  private void part(String key, @Nullable Record part, String... comment) {
    if (part != null) {
      line("");
      Stream.of(comment).forEach(this::line);
      line(key + ":");
      components(part, "  ");
    }
  }

  private void components(Record part, String indent) {
    PartFields.values(part)
        .forEach(
            (name, value) -> {
              String key = indent + name + ":";
              if (value instanceof Map<?, ?> motors) {
                line(key);
                motors.forEach(
                    (motor, parameters) -> motor(indent + "  " + motor + ":", parameters));
              } else {
                line(key + " " + text(value));
              }
            });
  }

  private void motor(String key, Object parameters) {
    if (parameters instanceof MotorIdentification identification) {
      line(key);
      components(identification, "      ");
    } else {
      line(key + " " + text(parameters));
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String text(Object value) {
    if (value instanceof Record record) {
      return PartFields.values(record).entrySet().stream()
          .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Double number) {
      return number(number);
    }
    return value instanceof String string ? quote(string) : value.toString();
  }

  private static String number(double value) {
    return new BigDecimal(value).round(PRECISION).stripTrailingZeros().toPlainString();
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
