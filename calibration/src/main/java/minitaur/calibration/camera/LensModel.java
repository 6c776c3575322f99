package minitaur.calibration.camera;

import minitaur.calibration.CameraIntrinsics;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Projection and back-projection with {@link CameraIntrinsics}. */
public final class LensModel {
  private static final int UNDISTORT_ITERATIONS = 20;

  private final CameraIntrinsics intrinsics;
  private final double focalX;
  private final double focalY;
  private final double centreX;
  private final double centreY;

  public LensModel(CameraIntrinsics intrinsics) {
    this.intrinsics = intrinsics;
    focalX = intrinsics.pinhole().focalXPixels().value();
    focalY = intrinsics.pinhole().focalYPixels().value();
    centreX = intrinsics.pinhole().centreXPixels().value();
    centreY = intrinsics.pinhole().centreYPixels().value();
  }

  /** The intrinsics of this model. */
  public CameraIntrinsics intrinsics() {
    return intrinsics;
  }

  /**
   * Projects a point in the camera's frame, m, to the image: {@code [2]}, pixels.
   *
   * @throws IllegalArgumentException when the point lies behind the camera
   */
  public double[] project(double[] point) {
    if (!(point[2] > 0)) {
      throw new IllegalArgumentException("the point is behind the camera");
    }
    double x = point[0] / point[2];
    double y = point[1] / point[2];
    double r2 = x * x + y * y;
    double radialFactor = radialFactor(r2);
    double p1 = intrinsics.distortion().p1();
    double p2 = intrinsics.distortion().p2();
    double distortedX = x * radialFactor + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
    double distortedY = y * radialFactor + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
    return new double[] {focalX * distortedX + centreX, focalY * distortedY + centreY};
  }

  /** Back-projects a pixel to a ray: {@code [2]}, X/Z and Y/Z, by fixed-point iteration. */
  public double[] backProject(double u, double v) {
    double distortedX = (u - centreX) / focalX;
    double distortedY = (v - centreY) / focalY;
    double x = distortedX;
    double y = distortedY;
    double p1 = intrinsics.distortion().p1();
    double p2 = intrinsics.distortion().p2();
    for (int i = 0; i < UNDISTORT_ITERATIONS; i++) {
      double r2 = x * x + y * y;
      double radialFactor = radialFactor(r2);
      double tangentialX = 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
      double tangentialY = p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
      x = (distortedX - tangentialX) / radialFactor;
      y = (distortedY - tangentialY) / radialFactor;
    }
    return new double[] {x, y};
  }

  private double radialFactor(double r2) {
    return 1
        + r2
            * (intrinsics.distortion().k1()
                + r2 * (intrinsics.distortion().k2() + r2 * intrinsics.distortion().k3()));
  }

  /** Camera matrix, {@code [3 x 3]}; closed by the caller. */
  Mat matrix() {
    return matrix(3, 3, focalX, 0, centreX, 0, focalY, centreY, 0, 0, 1);
  }

  /** Distortion coefficients, {@code [1 x 5]} k1, k2, p1, p2, k3; closed by the caller. */
  Mat distortion() {
    return matrix(
        1,
        5,
        intrinsics.distortion().k1(),
        intrinsics.distortion().k2(),
        intrinsics.distortion().p1(),
        intrinsics.distortion().p2(),
        intrinsics.distortion().k3());
  }

  private static Mat matrix(int rows, int columns, double... values) {
    Mat matrix = new Mat(rows, columns, opencv_core.CV_64FC1);
    try (DoublePointer data = new DoublePointer(matrix.data())) {
      data.put(values);
    }
    return matrix;
  }
}
