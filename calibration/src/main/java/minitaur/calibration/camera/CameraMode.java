package minitaur.calibration.camera;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/** Image size, frame rate and exposure of a camera. */
public record CameraMode(
    @Setting(doc = "Width of the image. The lens must be calibrated with it.", unit = "pixels")
        int widthPixels,
    @Setting(doc = "Height of the image.", unit = "pixels") int heightPixels,
    @Setting(doc = "Frame rate.", unit = "Hz") double framesPerSecond,
    @Setting(
            doc =
                "Exposure time; 0 for automatic exposure, which is long in dim light and blurs the"
                    + " image.",
            unit = "s")
        double exposureSeconds,
    @Setting(
            doc = "Time from the middle of the exposure to the driver's time stamp.",
            unit = "s",
            source = "half the exposure and the readout of an image at 60 Hz")
        double delaySeconds) {

  public CameraMode {
    requireBetween("widthPixels", widthPixels, 16, 16_384);
    requireBetween("heightPixels", heightPixels, 16, 16_384);
    requireBetween("framesPerSecond", framesPerSecond, 1, 1000);
    requireBetween("exposureSeconds", exposureSeconds, 0, 1);
    requireBetween("delaySeconds", delaySeconds, 0, 1);
  }

  /** The default mode: 1280 x 720 at 60 Hz with an exposure of 4 ms. */
  public static CameraMode defaults() {
    return new CameraMode(1280, 720, 60, 0.004, 0.010);
  }
}
