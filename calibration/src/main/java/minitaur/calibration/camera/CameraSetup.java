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
   * How a camera's poses become velocity and which are not believed: noisier and fewer than those of
   * marker systems, so the filter trusts its model more, and two poses may differ by more.
   */
  public static TrackingConfig tracking() {
    return new TrackingConfig(2e-3, 10_000, 4, 0.25, 12, 5, 100_000_000);
  }
}
