package minitaur.calibration;

import java.math.BigDecimal;
import java.math.MathContext;
import minitaur.hal.Motor;
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
    writer.motors(calibration.motors());
    writer.imu(calibration.imu());
    writer.identification(calibration.identification());
    writer.mocap(calibration.mocap());
    writer.camera(calibration.camera());
    writer.cameraPlacement(calibration.cameraPlacement());
    return writer.out.toString();
  }

  private void motors(@Nullable MotorCalibration motors) {
    if (motors == null) {
      return;
    }
    line("");
    line("# angle = sign (encoder - zero); zero and residual in rad. The residual is half the");
    line("# difference between the zeros found in different poses.");
    line("motors:");
    header(motors.date(), motors.procedure());
    line("  motors:");
    for (Motor motor : Motor.values()) {
      MotorZero zero = motors.of(motor);
      line(
          "    %s: {zeroRad: %s, sign: %d, residualRad: %s}"
              .formatted(motor, number(zero.zeroRad()), zero.sign(), number(zero.residualRad())));
    }
  }

  private void imu(@Nullable ImuCalibration imu) {
    if (imu == null) {
      return;
    }
    line("");
    line("# Trunk axes nearest to the IMU's x, y and z; remaining rotation, R = Rz(yaw) Ry(pitch)");
    line("# Rx(roll), rad; rates at rest, rad/s.");
    line("imu:");
    header(imu.date(), imu.procedure());
    line("  axes: " + quote(imu.mounting().axes()));
    line("  rollRad: " + number(imu.mounting().rollRad()));
    line("  pitchRad: " + number(imu.mounting().pitchRad()));
    line("  yawRad: " + number(imu.mounting().yawRad()));
    line("  rateSignX: " + imu.rates().rateSignX());
    line("  rateSignY: " + imu.rates().rateSignY());
    line("  rateBiasXRadPerSec: " + number(imu.rates().rateBiasXRadPerSec()));
    line("  rateBiasYRadPerSec: " + number(imu.rates().rateBiasYRadPerSec()));
    line("  residualRad: " + number(imu.residualRad()));
    line("  rateResidualRadPerSec: " + number(imu.rateResidualRadPerSec()));
  }

  private void identification(@Nullable Identification identification) {
    if (identification == null) {
      return;
    }
    line("");
    line("# Each value with its 95 % confidence interval. Torque ratio: actual torque divided by");
    line("# the torque that the nominal curve gives for the same current. Friction in Nm s/rad");
    line("# and Nm, rotor with upper link in kg m2, residual in Nm, latencies in s.");
    line("identification:");
    header(identification.date(), identification.procedure());
    line("  commandLatencySeconds: " + estimate(identification.commandLatencySeconds()));
    line("  positionLatencySeconds: " + estimate(identification.positionLatencySeconds()));
    line("  observationLatencySeconds: " + estimate(identification.observationLatencySeconds()));
    line("  commandToEncoderSeconds: " + estimate(identification.commandToEncoderSeconds()));
    line("  motors:");
    for (Motor motor : Motor.values()) {
      MotorIdentification parameters = identification.of(motor);
      line("    " + motor + ":");
      line("      torqueRatio: " + estimate(parameters.torqueRatio()));
      line("      viscousNmSecPerRad: " + estimate(parameters.viscousNmSecPerRad()));
      line("      coulombNm: " + estimate(parameters.coulombNm()));
      line("      rotorInertiaKgM2: " + estimate(parameters.rotorInertiaKgM2()));
      line("      residualNm: " + number(parameters.residualNm()));
    }
  }

  private void mocap(@Nullable MocapAlignment mocap) {
    if (mocap == null) {
      return;
    }
    line("");
    line("# The lane in the server's frame (m, rad) and the trunk in the marker body's axes.");
    line("mocap:");
    header(mocap.date(), mocap.procedure());
    line("  up: " + mocap.lanePlacement().up());
    line("  laneDirectionRad: " + number(mocap.lanePlacement().laneDirectionRad()));
    line("  laneOriginXMetres: " + number(mocap.lanePlacement().laneOriginXMetres()));
    line("  laneOriginYMetres: " + number(mocap.lanePlacement().laneOriginYMetres()));
    line("  trunkXMetres: " + number(mocap.trunk().trunkXMetres()));
    line("  trunkYMetres: " + number(mocap.trunk().trunkYMetres()));
    line("  trunkZMetres: " + number(mocap.trunk().trunkZMetres()));
    line("  trunkRollRad: " + number(mocap.trunk().trunkRollRad()));
    line("  trunkPitchRad: " + number(mocap.trunk().trunkPitchRad()));
    line("  trunkYawRad: " + number(mocap.trunk().trunkYawRad()));
    line("  straightnessMetres: " + number(mocap.straightnessMetres()));
    line("  turnResidualMetres: " + number(mocap.turnResidualMetres()));
  }

  private void camera(@Nullable CameraIntrinsics camera) {
    if (camera == null) {
      return;
    }
    line("");
    line("# Pinhole model, pixels, each value with its 95 % confidence interval, and distortion");
    line("# (Brown and Conrady). Residual: RMS reprojection error of the corners, pixels.");
    line("camera:");
    header(camera.date(), camera.procedure());
    line("  widthPixels: " + camera.size().widthPixels());
    line("  heightPixels: " + camera.size().heightPixels());
    line("  focalXPixels: " + estimate(camera.pinhole().focalXPixels()));
    line("  focalYPixels: " + estimate(camera.pinhole().focalYPixels()));
    line("  centreXPixels: " + estimate(camera.pinhole().centreXPixels()));
    line("  centreYPixels: " + estimate(camera.pinhole().centreYPixels()));
    line("  k1: " + number(camera.distortion().k1()));
    line("  k2: " + number(camera.distortion().k2()));
    line("  p1: " + number(camera.distortion().p1()));
    line("  p2: " + number(camera.distortion().p2()));
    line("  k3: " + number(camera.distortion().k3()));
    line("  views: " + camera.views());
    line("  residualPixels: " + number(camera.residualPixels()));
  }

  private void cameraPlacement(@Nullable CameraPlacement placement) {
    if (placement == null) {
      return;
    }
    line("");
    line("# Pose of the camera in the lane's frame: position, m, and rotation of its axes (x");
    line("# right, y down, z forward), R = Rz(yaw) Ry(pitch) Rx(roll), rad.");
    line("cameraPlacement:");
    header(placement.date(), placement.procedure());
    line("  xMetres: " + number(placement.pose().xMetres()));
    line("  yMetres: " + number(placement.pose().yMetres()));
    line("  zMetres: " + number(placement.pose().zMetres()));
    line("  rollRad: " + number(placement.pose().rollRad()));
    line("  pitchRad: " + number(placement.pose().pitchRad()));
    line("  yawRad: " + number(placement.pose().yawRad()));
    line("  residualMetres: " + number(placement.residualMetres()));
  }

  private void header(String date, String procedure) {
    line("  date: " + quote(date));
    line("  procedure: " + quote(procedure));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String estimate(Estimate estimate) {
    return "{value: %s, low: %s, high: %s}"
        .formatted(number(estimate.value()), number(estimate.low()), number(estimate.high()));
  }

  private static String number(double value) {
    return new BigDecimal(value).round(PRECISION).stripTrailingZeros().toPlainString();
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
