package minitaur.calibration.camera;

import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.CameraPlacement;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.mocap.client.BodyOffset;

/**
 * What must be known to make poses of the trunk of what a camera sees.
 *
 * @param intrinsics what its lens does
 * @param placement where it hangs
 * @param board what the trunk carries
 * @param offset from the board to the trunk
 */
public record CameraSetup(
    CameraIntrinsics intrinsics, CameraPlacement placement, TagBoard board, BodyOffset offset) {

  /**
   * Standard deviation of a coordinate, m, that gives the least error of the velocity, at 60 Hz and
   * 2 m and with the other {@link #tracking} numbers. More than the poses' own noise, which is
   * below 1 mm along the picture: part of their error lasts for several pictures, and nothing else
   * tells the filter so.
   */
  public static final double POSITION_DEVIATION = 2e-3;

  /** How a camera's poses become velocity, and which are not believed. */
  public static TrackingConfig tracking() {
    return TrackingConfig.nominal().withPositionDeviation(POSITION_DEVIATION);
  }
}
