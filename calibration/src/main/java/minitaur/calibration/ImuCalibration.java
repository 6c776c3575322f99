package minitaur.calibration;

import minitaur.hal.imu.ImuTransform;

/**
 * Mounting orientation and gyro biases of the IMU: see {@link ImuTransform}.
 *
 * @param date date of the calibration
 * @param procedure procedure that determined it
 * @param mounting orientation of the IMU on the trunk
 * @param rates signs and biases of the angular rates
 * @param residualRad RMS angle between the measured and the fitted up vectors over the poses
 * @param rateResidualRadPerSec max deviation of the angular rates at rest from the bias over the
 *     poses
 */
public record ImuCalibration(
    String date,
    String procedure,
    Orientation mounting,
    Rates rates,
    double residualRad,
    double rateResidualRadPerSec) {

  private static final double MAX_RATE_RESIDUAL = 10;

  /**
   * Orientation of the IMU on the trunk.
   *
   * @param axes trunk axes nearest to the x, y and z axes of the IMU, such as "+x +y +z" or "-x +y
   *     +z"
   * @param rollRad remaining rotation of the IMU relative to those axes, R = Rz(yaw) Ry(pitch)
   *     Rx(roll)
   * @param pitchRad see {@code rollRad}
   * @param yawRad see {@code rollRad}
   */
  public record Orientation(String axes, double rollRad, double pitchRad, double yawRad) {}

  /**
   * Signs and biases of the IMU's angular rates.
   *
   * @param rateSignX 1, or -1 when the rate about x has the opposite sign of the IMU's own angles
   * @param rateSignY 1 or -1, likewise about y
   * @param rateBiasXRadPerSec rate about x at rest
   * @param rateBiasYRadPerSec rate about y at rest
   */
  public record Rates(
      int rateSignX, int rateSignY, double rateBiasXRadPerSec, double rateBiasYRadPerSec) {
    /** Rejects an implausible bias. */
    public Rates {
      if (!(Math.abs(rateBiasXRadPerSec) <= 1 && Math.abs(rateBiasYRadPerSec) <= 1)) {
        throw new IllegalArgumentException(
            "the rates' bias is %s and %s; allowed: -1 to 1 rad/s"
                .formatted(rateBiasXRadPerSec, rateBiasYRadPerSec));
      }
    }
  }

  public ImuCalibration {
    if (!(residualRad >= 0
        && residualRad <= Math.PI
        && rateResidualRadPerSec >= 0
        && rateResidualRadPerSec <= MAX_RATE_RESIDUAL)) {
      throw new IllegalArgumentException(
          "residuals are %s rad and %s rad/s; allowed: 0 to pi and 0 to %s"
              .formatted(residualRad, rateResidualRadPerSec, MAX_RATE_RESIDUAL));
    }
    imuTransform(mounting, rates);
  }

  /** The map from raw IMU values to roll, pitch and angular rates of the trunk. */
  public ImuTransform imuTransform() {
    return imuTransform(mounting, rates);
  }

  private static ImuTransform imuTransform(Orientation mounting, Rates rates) {
    return ImuTransform.of(
        mounting.axes,
        mounting.rollRad,
        mounting.pitchRad,
        mounting.yawRad,
        rates.rateSignX,
        rates.rateSignY,
        rates.rateBiasXRadPerSec,
        rates.rateBiasYRadPerSec);
  }
}
