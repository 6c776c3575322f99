package minitaur.controller.robot;

import minitaur.calibration.Calibration;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraPoses;
import minitaur.calibration.camera.CameraSetup;
import minitaur.calibration.camera.OpenCv;
import minitaur.calibration.camera.TagBoard;
import minitaur.calibration.camera.VideoDevice;
import minitaur.hal.Clock;
import minitaur.hal.mocap.client.BodyOffset;

/**
 * Opens the configured camera. A separate class, so that its native libraries are loaded only when
 * a camera is used.
 */
final class CameraTracking {
  private CameraTracking() {}

  /**
   * Starts to open the camera; does not block.
   *
   * @throws CameraException when lens or placement are not calibrated, or OpenCV cannot be loaded
   */
  static CameraPoses open(
      CameraSettings camera, BodyOffset offset, Calibration calibration, Clock clock)
      throws CameraException {
    CameraIntrinsics lens = calibration.camera();
    CameraPlacement place = calibration.cameraPlacement();
    if (lens == null || place == null) {
      throw new CameraException(
          ("mocap.source is camera, but robot '%s' has no calibration of its %s; run minitaur"
                  + " calibrate camera %s")
              .formatted(
                  calibration.robot(),
                  lens == null ? "lens" : "place",
                  lens == null ? "intrinsics" : "lane"));
    }
    OpenCv.require();
    CameraSetup setup =
        new CameraSetup(lens, place, TagBoard.trunk().scaled(camera.printScale()), offset);
    return new CameraPoses(
        () -> new VideoDevice(camera.device(), camera.mode(), clock), setup, clock);
  }
}
