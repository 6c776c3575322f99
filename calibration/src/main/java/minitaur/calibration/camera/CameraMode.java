package minitaur.calibration.camera;

/**
 * What a camera is asked for.
 *
 * @param widthPixels of a picture
 * @param heightPixels of a picture
 * @param framesPerSecond how many pictures a second
 * @param exposureSeconds how long each is exposed; 0 leaves that to the camera
 * @param delaySeconds from the middle of the exposure to the driver's time stamp
 */
public record CameraMode(
    int widthPixels,
    int heightPixels,
    double framesPerSecond,
    double exposureSeconds,
    double delaySeconds) {

  public CameraMode {
    if (widthPixels < 16 || heightPixels < 16 || widthPixels > 16_384 || heightPixels > 16_384) {
      throw new IllegalArgumentException(
          "a picture of %d x %d pixels; allowed: 16 to 16384".formatted(widthPixels, heightPixels));
    }
    if (!(framesPerSecond >= 1 && framesPerSecond <= 1000)) {
      throw new IllegalArgumentException(
          framesPerSecond + " pictures a second; allowed: 1 to 1000");
    }
    if (!(exposureSeconds >= 0 && exposureSeconds <= 1)) {
      throw new IllegalArgumentException("exposure of " + exposureSeconds + " s; allowed: 0 to 1");
    }
    if (!(delaySeconds >= 0 && delaySeconds <= 1)) {
      throw new IllegalArgumentException("delay of " + delaySeconds + " s; allowed: 0 to 1");
    }
  }

  /**
   * 1280 x 720 at 60 Hz, 4 ms of exposure; the stamp comes when half of it and the readout are
   * over.
   */
  public static CameraMode usual() {
    return new CameraMode(1280, 720, 60, 0.004, 0.010);
  }
}
