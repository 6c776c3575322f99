package minitaur.calibration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.mocap.client.LaneFrame;

/**
 * How the marker body sits on the trunk, and how the lane lies in the server's frame.
 *
 * @param date when it was found
 * @param procedure how it was found
 * @param lanePlacement the lane in the server's frame
 * @param trunk the trunk in the body's axes
 * @param straightnessMetres root mean square of the walk's distance from its line
 * @param turnResidualMetres root mean square of the trunk's way while it turned on the spot
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
    LaneFrame frame() {
      return new LaneFrame(up, laneDirectionRad, laneOriginXMetres, laneOriginYMetres);
    }
  }

  /**
   * The trunk in the body's axes.
   *
   * @param trunkXMetres trunk's origin
   * @param trunkYMetres see x
   * @param trunkZMetres see x
   * @param trunkRollRad rotation of the trunk against the body
   * @param trunkPitchRad see roll
   * @param trunkYawRad see roll
   */
  public record TrunkOffset(
      double trunkXMetres,
      double trunkYMetres,
      double trunkZMetres,
      double trunkRollRad,
      double trunkPitchRad,
      double trunkYawRad) {
    BodyOffset offset() {
      return new BodyOffset(
          trunkXMetres, trunkYMetres, trunkZMetres, trunkRollRad, trunkPitchRad, trunkYawRad);
    }
  }

  /** Binds the file, whose keys are not grouped. */
  @JsonCreator
  private static MocapAlignment of(
      @JsonProperty("date") String date,
      @JsonProperty("procedure") String procedure,
      @JsonProperty("up") LaneFrame.Up up,
      @JsonProperty("laneDirectionRad") double laneDirectionRad,
      @JsonProperty("laneOriginXMetres") double laneOriginXMetres,
      @JsonProperty("laneOriginYMetres") double laneOriginYMetres,
      @JsonProperty("trunkXMetres") double trunkXMetres,
      @JsonProperty("trunkYMetres") double trunkYMetres,
      @JsonProperty("trunkZMetres") double trunkZMetres,
      @JsonProperty("trunkRollRad") double trunkRollRad,
      @JsonProperty("trunkPitchRad") double trunkPitchRad,
      @JsonProperty("trunkYawRad") double trunkYawRad,
      @JsonProperty("straightnessMetres") double straightnessMetres,
      @JsonProperty("turnResidualMetres") double turnResidualMetres) {
    return new MocapAlignment(
        date,
        procedure,
        new LanePlacement(up, laneDirectionRad, laneOriginXMetres, laneOriginYMetres),
        new TrunkOffset(
            trunkXMetres, trunkYMetres, trunkZMetres, trunkRollRad, trunkPitchRad, trunkYawRad),
        straightnessMetres,
        turnResidualMetres);
  }

  /** Rejects impossible values. */
  public MocapAlignment {
    if (!(straightnessMetres >= 0
        && straightnessMetres <= MAX_RESIDUAL_METRES
        && turnResidualMetres >= 0
        && turnResidualMetres <= MAX_RESIDUAL_METRES)) {
      throw new IllegalArgumentException(
          "residuals are %s and %s m; allowed: 0 to %s"
              .formatted(straightnessMetres, turnResidualMetres, MAX_RESIDUAL_METRES));
    }
    // Both reject impossible numbers.
    lanePlacement.frame();
    trunk.offset();
  }

  /** The lane in the server's frame. */
  public LaneFrame lane() {
    return lanePlacement.frame();
  }

  /** The trunk in the body's axes. */
  public BodyOffset offset() {
    return trunk.offset();
  }
}
