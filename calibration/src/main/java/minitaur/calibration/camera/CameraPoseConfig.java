package minitaur.calibration.camera;

import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.CameraPlacement;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.mocap.client.BodyOffset;

/**
 * Parameters for estimating trunk poses from camera images.
 *
 * @param intrinsics intrinsics of the camera
 * @param placement pose of the camera in the lane's frame
 * @param board tag board on the trunk
 * @param offset from the board to the trunk
 */
public record CameraPoseConfig(
    CameraIntrinsics intrinsics, CameraPlacement placement, TagBoard board, BodyOffset offset) {

  /**
   * Standard deviation of a position coordinate, m, that minimizes the velocity error at 60 Hz and
   * a distance of 2 m with the other {@link #tracking} parameters. It is larger than the noise of
   * the poses, which is below 1 mm parallel to the image plane: part of the pose error persists
   * over several images, which the filter does not model otherwise.
   */
  public static final double POSITION_DEVIATION_METRES = 2e-3;

  /** Parameters of velocity estimation and outlier rejection for camera poses. */
  public static TrackingConfig tracking() {
    return TrackingConfig.nominal().withPositionDeviation(POSITION_DEVIATION_METRES);
  }
}
