package minitaur.controller.robot;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.calibration.camera.CameraMode;
import minitaur.calibration.camera.CameraPoseConfig;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/** Settings of the camera that replaces motion capture. */
public record CameraSettings(
    @Setting(
            doc =
                "Path of the camera; preferably under /dev/v4l/by-id, where it stays the same when"
                    + " the camera is reconnected.")
        String device,
    @Inline CameraMode mode,
    @Setting(
            doc = "Scale of the printed tags: measured length of the 100 mm bar divided by 100 mm.")
        double printScale,
    @Setting(
            doc =
                "Standard deviation of a measured coordinate; used instead of"
                    + " tracking.positionDeviationMetres.",
            unit = "m",
            source = "minimizes the velocity error, minitaur bench camera")
        double positionDeviationMetres) {

  public CameraSettings {
    require(!device.isBlank(), "device", "empty", "the camera's path, such as /dev/video0");
    requireBetween("printScale", printScale, 0.5, 2);
    requirePositive("positionDeviationMetres", positionDeviationMetres, 0.1);
  }

  /** The project's defaults. */
  public static CameraSettings defaults() {
    return new CameraSettings(
        "/dev/video0", CameraMode.defaults(), 1, CameraPoseConfig.POSITION_DEVIATION_METRES);
  }
}
