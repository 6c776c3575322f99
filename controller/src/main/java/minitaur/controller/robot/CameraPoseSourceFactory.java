package minitaur.controller.robot;

import minitaur.calibration.Calibration;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraPoseConfig;
import minitaur.calibration.camera.CameraPoseSource;
import minitaur.calibration.camera.OpenCv;
import minitaur.calibration.camera.TagBoard;
import minitaur.calibration.camera.VideoDevice;
import minitaur.hal.Clock;
import minitaur.hal.mocap.client.BodyOffset;

/**
 * Opens the configured camera. A separate class, so that its native libraries are loaded only when
 * a camera is used.
 */
final class CameraPoseSourceFactory {
  private CameraPoseSourceFactory() {}

  /**
   * Starts opening the camera; does not block.
   *
   * @throws CameraException when lens or placement are not calibrated, or OpenCV cannot be loaded
   */
  static CameraPoseSource open(
      CameraSettings settings, BodyOffset offset, Calibration calibration, Clock clock)
      throws CameraException {
    CameraIntrinsics intrinsics = calibration.camera();
    CameraPlacement placement = calibration.cameraPlacement();
    if (intrinsics == null || placement == null) {
      throw new CameraException(
          ("mocap.source is camera, but robot '%s' has no calibration of its %s; run minitaur"
                  + " calibrate camera %s")
              .formatted(
                  calibration.robot(),
                  intrinsics == null ? "lens" : "placement",
                  intrinsics == null ? "intrinsics" : "lane"));
    }
    OpenCv.loadLibrary();
    CameraPoseConfig config =
        new CameraPoseConfig(
            intrinsics, placement, TagBoard.trunk().scaled(settings.printScale()), offset);
    return new CameraPoseSource(
        () -> new VideoDevice(settings.device(), settings.mode(), clock), config, clock);
  }
}
