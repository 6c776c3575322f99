package minitaur.calibration;

import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.mocap.client.LaneFrame;

/**
 * How the marker body sits on the trunk, and how the lane lies in the server's frame.
 *
 * @param date when it was found
 * @param procedure how it was found
 * @param up the server's vertical axis
 * @param laneDirectionRad as {@link LaneFrame#directionRad()}
 * @param laneOriginXMetres as {@link LaneFrame#originXMetres()}
 * @param laneOriginYMetres as {@link LaneFrame#originYMetres()}
 * @param trunkXMetres trunk's origin in the body's axes
 * @param trunkYMetres see x
 * @param trunkZMetres see x
 * @param trunkRollRad how the trunk is turned against the body
 * @param trunkPitchRad see roll
 * @param trunkYawRad see roll
 * @param straightnessMetres root mean square of the walk's distance from its line
 * @param turnResidualMetres root mean square of the trunk's way while it turned on the spot
 */
public record MocapAlignment(
    String date,
    String procedure,
    LaneFrame.Up up,
    double laneDirectionRad,
    double laneOriginXMetres,
    double laneOriginYMetres,
    double trunkXMetres,
    double trunkYMetres,
    double trunkZMetres,
    double trunkRollRad,
    double trunkPitchRad,
    double trunkYawRad,
    double straightnessMetres,
    double turnResidualMetres) {

  public MocapAlignment {
    if (!(straightnessMetres >= 0 && turnResidualMetres >= 0)) {
      throw new IllegalArgumentException("residuals are at least 0");
    }
    // Both refuse impossible numbers.
    new LaneFrame(up, laneDirectionRad, laneOriginXMetres, laneOriginYMetres);
    new BodyOffset(
        trunkXMetres, trunkYMetres, trunkZMetres, trunkRollRad, trunkPitchRad, trunkYawRad);
  }

  /** How the lane lies. */
  public LaneFrame lane() {
    return new LaneFrame(up, laneDirectionRad, laneOriginXMetres, laneOriginYMetres);
  }

  /** How the trunk lies in the body. */
  public BodyOffset offset() {
    return new BodyOffset(
        trunkXMetres, trunkYMetres, trunkZMetres, trunkRollRad, trunkPitchRad, trunkYawRad);
  }
}
