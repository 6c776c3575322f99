package minitaur.calibration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a camera hangs and where it looks.
 *
 * @param date when it was found
 * @param procedure how it was found
 * @param pose of the camera
 * @param residualMetres root mean square distance of what it was found from to where it puts them
 */
public record CameraPlacement(
    String date, String procedure, CameraPose pose, double residualMetres) {

  /**
   * Pose of a camera in the lane's frame: x along the lane, z up.
   *
   * @param xMetres place of the camera
   * @param yMetres see x
   * @param zMetres see x
   * @param rollRad orientation of the camera's axes (x right, y down, z ahead) in the lane's frame,
   *     R = Rz(yaw) Ry(pitch) Rx(roll); straight down is roll pi, level across the lane -pi/2
   * @param pitchRad see roll
   * @param yawRad see roll
   */
  public record CameraPose(
      double xMetres,
      double yMetres,
      double zMetres,
      double rollRad,
      double pitchRad,
      double yawRad) {
    private static final double MAX_METRES = 1000;

    /** Rejects impossible values. */
    public CameraPose {
      double distance = Math.abs(xMetres) + Math.abs(yMetres) + Math.abs(zMetres);
      double turn = Math.max(Math.abs(rollRad), Math.max(Math.abs(pitchRad), Math.abs(yawRad)));
      if (!(distance <= MAX_METRES && turn <= 2 * Math.PI)) {
        throw new IllegalArgumentException(
            "the camera's pose is not finite or impossible; allowed: within %s m and 2 pi rad"
                .formatted(MAX_METRES));
      }
    }
  }

  /** Binds the file, whose keys are not grouped. */
  @JsonCreator
  private static CameraPlacement of(
      @JsonProperty("date") String date,
      @JsonProperty("procedure") String procedure,
      @JsonProperty("xMetres") double xMetres,
      @JsonProperty("yMetres") double yMetres,
      @JsonProperty("zMetres") double zMetres,
      @JsonProperty("rollRad") double rollRad,
      @JsonProperty("pitchRad") double pitchRad,
      @JsonProperty("yawRad") double yawRad,
      @JsonProperty("residualMetres") double residualMetres) {
    return new CameraPlacement(
        date,
        procedure,
        new CameraPose(xMetres, yMetres, zMetres, rollRad, pitchRad, yawRad),
        residualMetres);
  }

  /** Rejects impossible values. */
  public CameraPlacement {
    if (!(residualMetres >= 0 && residualMetres <= CameraPose.MAX_METRES)) {
      throw new IllegalArgumentException(
          "the residual is %s m; allowed: 0 to %s"
              .formatted(residualMetres, CameraPose.MAX_METRES));
    }
  }
}
