package minitaur.calibration;

import minitaur.hal.inertial.InertialMap;

/**
 * How the inertial unit sits on the trunk: see {@link InertialMap}.
 *
 * @param date when it was found
 * @param procedure how it was found
 * @param axes what the unit's x, y and z are along, such as "+x +y +z" or "-x +y +z"
 * @param rollRad how the unit is turned against those axes, R = Rz(yaw) Ry(pitch) Rx(roll)
 * @param pitchRad see roll
 * @param yawRad see roll
 * @param rateSignX 1, or -1 where the unit's rate about x contradicts its own angles
 * @param rateSignY likewise about y
 * @param rateBiasXRadPerSec what the unit's rate about x says at rest
 * @param rateBiasYRadPerSec likewise about y
 * @param residualRad root mean square of the angles that the mounting leaves between the poses
 * @param rateResidualRadPerSec greatest difference of the bias between the poses
 */
public record InertialCalibration(
    String date,
    String procedure,
    String axes,
    double rollRad,
    double pitchRad,
    double yawRad,
    int rateSignX,
    int rateSignY,
    double rateBiasXRadPerSec,
    double rateBiasYRadPerSec,
    double residualRad,
    double rateResidualRadPerSec) {

  public InertialCalibration {
    if (!(Math.abs(rateBiasXRadPerSec) <= 1 && Math.abs(rateBiasYRadPerSec) <= 1)) {
      throw new IllegalArgumentException(
          "the rates' bias is %s and %s; allowed: -1 to 1 rad/s"
              .formatted(rateBiasXRadPerSec, rateBiasYRadPerSec));
    }
    if (!(residualRad >= 0 && rateResidualRadPerSec >= 0)) {
      throw new IllegalArgumentException("residuals are at least 0");
    }
    // Refuses what is no mounting.
    InertialMap.of(axes, rollRad, pitchRad, yawRad, rateSignX, rateSignY, 0, 0);
  }

  /** From what the unit says to the trunk's roll, pitch and rates. */
  public InertialMap map() {
    return InertialMap.of(
        axes,
        rollRad,
        pitchRad,
        yawRad,
        rateSignX,
        rateSignY,
        rateBiasXRadPerSec,
        rateBiasYRadPerSec);
  }
}
