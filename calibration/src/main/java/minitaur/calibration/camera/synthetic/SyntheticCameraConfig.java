package minitaur.calibration.camera.synthetic;

import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.Estimate;

/**
 * Optical parameters of the synthetic camera.
 *
 * @param intrinsics its true intrinsics
 * @param framesPerSecond frame rate
 * @param exposureSeconds exposure time, which determines the motion blur
 * @param blurPixels diameter of the image of a point; 1 is perfect focus
 * @param noiseDeviation standard deviation of a pixel, in gray levels of 255
 * @param whiteLevel gray level of white paper
 */
public record SyntheticCameraConfig(
    CameraIntrinsics intrinsics,
    double framesPerSecond,
    double exposureSeconds,
    double blurPixels,
    double noiseDeviation,
    double whiteLevel) {

  /**
   * A typical camera: 1280 x 720 at 60 Hz with 4 ms of exposure and a field of view of 71 degrees.
   */
  public static SyntheticCameraConfig defaults() {
    return of(1280, 720);
  }

  /** The same camera with another image size. */
  public static SyntheticCameraConfig of(int widthPixels, int heightPixels) {
    return new SyntheticCameraConfig(intrinsics(widthPixels, heightPixels), 60, 0.004, 1.5, 3, 200);
  }

  private static CameraIntrinsics intrinsics(int width, int height) {
    double focal = 0.703 * width;
    return new CameraIntrinsics(
        "",
        "synthetic",
        new CameraIntrinsics.ImageSize(width, height),
        new CameraIntrinsics.Pinhole(
            Estimate.around(focal, 0),
            Estimate.around(1.002 * focal, 0),
            Estimate.around(0.507 * width, 0),
            Estimate.around(0.488 * height, 0)),
        new CameraIntrinsics.Distortion(-0.12, 0.06, 0.0008, -0.0005, 0),
        0,
        0);
  }
}
