package minitaur.calibration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import minitaur.hal.inertial.InertialMap;

/**
 * How the inertial unit sits on the trunk: see {@link InertialMap}.
 *
 * @param date when it was found
 * @param procedure how it was found
 * @param mounting orientation of the unit on the trunk
 * @param rates signs and biases of its rates
 * @param residualRad root mean square of the angles that the mounting leaves between the poses
 * @param rateResidualRadPerSec max difference of the bias between the poses
 */
public record InertialCalibration(
    String date,
    String procedure,
    Orientation mounting,
    Rates rates,
    double residualRad,
    double rateResidualRadPerSec) {

  private static final double MAX_RATE_RESIDUAL = 10;

  /**
   * Orientation of the unit on the trunk.
   *
   * @param axes what the unit's x, y and z are along, such as "+x +y +z" or "-x +y +z"
   * @param rollRad rotation of the unit against those axes, R = Rz(yaw) Ry(pitch) Rx(roll)
   * @param pitchRad see roll
   * @param yawRad see roll
   */
  public record Orientation(String axes, double rollRad, double pitchRad, double yawRad) {}

  /**
   * Signs and biases of the unit's rates.
   *
   * @param rateSignX 1, or -1 where the unit's rate about x contradicts its own angles
   * @param rateSignY likewise about y
   * @param rateBiasXRadPerSec the unit's rate about x at rest
   * @param rateBiasYRadPerSec likewise about y
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

  /** Binds the file, whose keys are not grouped. */
  @JsonCreator
  private static InertialCalibration of(
      @JsonProperty("date") String date,
      @JsonProperty("procedure") String procedure,
      @JsonProperty("axes") String axes,
      @JsonProperty("rollRad") double rollRad,
      @JsonProperty("pitchRad") double pitchRad,
      @JsonProperty("yawRad") double yawRad,
      @JsonProperty("rateSignX") int rateSignX,
      @JsonProperty("rateSignY") int rateSignY,
      @JsonProperty("rateBiasXRadPerSec") double rateBiasXRadPerSec,
      @JsonProperty("rateBiasYRadPerSec") double rateBiasYRadPerSec,
      @JsonProperty("residualRad") double residualRad,
      @JsonProperty("rateResidualRadPerSec") double rateResidualRadPerSec) {
    return new InertialCalibration(
        date,
        procedure,
        new Orientation(axes, rollRad, pitchRad, yawRad),
        new Rates(rateSignX, rateSignY, rateBiasXRadPerSec, rateBiasYRadPerSec),
        residualRad,
        rateResidualRadPerSec);
  }

  /** Rejects impossible values. */
  public InertialCalibration {
    if (!(residualRad >= 0
        && residualRad <= Math.PI
        && rateResidualRadPerSec >= 0
        && rateResidualRadPerSec <= MAX_RATE_RESIDUAL)) {
      throw new IllegalArgumentException(
          "residuals are %s rad and %s rad/s; allowed: 0 to pi and 0 to %s"
              .formatted(residualRad, rateResidualRadPerSec, MAX_RATE_RESIDUAL));
    }
    map(mounting, rates);
  }

  /** From what the unit reports to the trunk's roll, pitch and rates. */
  public InertialMap map() {
    return map(mounting, rates);
  }

  private static InertialMap map(Orientation mounting, Rates rates) {
    return InertialMap.of(
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
