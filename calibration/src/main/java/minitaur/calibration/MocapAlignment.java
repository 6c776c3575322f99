package minitaur.calibration;

import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.mocap.client.LaneFrame;

/**
 * Alignment of the motion-capture system: the lane in the server's frame, and the trunk in the
 * frame of the marker body.
 *
 * @param date date of the calibration
 * @param procedure procedure that determined it
 * @param lanePlacement the lane in the server's frame
 * @param trunk the trunk in the marker body's frame
 * @param straightnessMetres RMS distance of the walk from a straight line
 * @param turnResidualMetres RMS displacement of the trunk's origin while the robot turned in place
 */
public record MocapAlignment(
    String date,
    String procedure,
    LanePlacement lanePlacement,
    TrunkOffset trunk,
    double straightnessMetres,
    double turnResidualMetres) {

  private static final double MAX_RESIDUAL_METRES = 10;

  /**
   * The lane in the server's frame.
   *
   * @param up the server's vertical axis
   * @param laneDirectionRad as {@link LaneFrame#directionRad()}
   * @param laneOriginXMetres as {@link LaneFrame#originXMetres()}
   * @param laneOriginYMetres as {@link LaneFrame#originYMetres()}
   */
  public record LanePlacement(
      LaneFrame.Up up,
      double laneDirectionRad,
      double laneOriginXMetres,
      double laneOriginYMetres) {
    LaneFrame laneFrame() {
      return new LaneFrame(up, laneDirectionRad, laneOriginXMetres, laneOriginYMetres);
    }
  }

  /**
   * Pose of the trunk in the marker body's frame.
   *
   * @param trunkXMetres x coordinate of the trunk's origin
   * @param trunkYMetres y coordinate of the trunk's origin
   * @param trunkZMetres z coordinate of the trunk's origin
   * @param trunkRollRad orientation of the trunk relative to the marker body
   * @param trunkPitchRad see {@code trunkRollRad}
   * @param trunkYawRad see {@code trunkRollRad}
   */
  public record TrunkOffset(
      double trunkXMetres,
      double trunkYMetres,
      double trunkZMetres,
      double trunkRollRad,
      double trunkPitchRad,
      double trunkYawRad) {
    BodyOffset bodyOffset() {
      return new BodyOffset(
          trunkXMetres, trunkYMetres, trunkZMetres, trunkRollRad, trunkPitchRad, trunkYawRad);
    }
  }

  public MocapAlignment {
    if (!(straightnessMetres >= 0
        && straightnessMetres <= MAX_RESIDUAL_METRES
        && turnResidualMetres >= 0
        && turnResidualMetres <= MAX_RESIDUAL_METRES)) {
      throw new IllegalArgumentException(
          "residuals are %s and %s m; allowed: 0 to %s"
              .formatted(straightnessMetres, turnResidualMetres, MAX_RESIDUAL_METRES));
    }
    // Both calls reject out-of-range values.
    lanePlacement.laneFrame();
    trunk.bodyOffset();
  }

  /** The lane in the server's frame. */
  public LaneFrame laneFrame() {
    return lanePlacement.laneFrame();
  }

  /** Pose of the trunk in the marker body's frame. */
  public BodyOffset bodyOffset() {
    return trunk.bodyOffset();
  }
}
