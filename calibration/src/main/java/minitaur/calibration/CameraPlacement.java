package minitaur.calibration;

/**
 * Where a camera hangs and where it looks.
 *
 * @param date when it was found
 * @param procedure how it was found
 * @param xMetres the camera in the lane's frame: x along the lane, z up
 * @param yMetres see x
 * @param zMetres see x
 * @param rollRad how the camera's axes (x right, y down, z ahead) are turned against the lane's, R
 *     = Rz(yaw) Ry(pitch) Rx(roll); straight down is roll pi, level across the lane -pi/2
 * @param pitchRad see roll
 * @param yawRad see roll
 * @param residualMetres root mean square distance of what it was found from to where it puts them
 */
public record CameraPlacement(
    String date,
    String procedure,
    double xMetres,
    double yMetres,
    double zMetres,
    double rollRad,
    double pitchRad,
    double yawRad,
    double residualMetres) {

  public CameraPlacement {
    if (!Double.isFinite(xMetres + yMetres + zMetres + rollRad + pitchRad + yawRad)) {
      throw new IllegalArgumentException("the camera's place or turn are no numbers");
    }
    if (!(residualMetres >= 0)) {
      throw new IllegalArgumentException("the residual is at least 0");
    }
  }
}
