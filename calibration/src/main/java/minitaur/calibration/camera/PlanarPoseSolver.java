package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.RigidTransform;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/**
 * Estimates the pose of a planar object from the image positions of its points. A planar object
 * that appears small and nearly frontal has two poses with similar reprojection errors (Collins and
 * Bartoli 2014, "Infinitesimal Plane-Based Pose Estimation"); both are found and refined. Not
 * thread-safe.
 */
final class PlanarPoseSolver implements AutoCloseable {
  private final LensModel lens;
  private final Mat cameraMatrix;
  private final Mat distortion;

  PlanarPoseSolver(LensModel lens) {
    this.lens = lens;
    cameraMatrix = lens.matrix();
    distortion = lens.distortion();
  }

  /**
   * A candidate pose.
   *
   * @param cameraFromObject the pose
   * @param residualPixels RMS reprojection error of the points
   */
  record Candidate(RigidTransform cameraFromObject, double residualPixels) {}

  /**
   * All candidate poses, sorted by reprojection error; empty when there is none.
   *
   * @param objectPoints {@code [n x 3]} at least 4 points with equal z, m
   * @param imagePoints {@code [n x 2]} image positions, pixels
   */
  @SuppressWarnings("try") // The scope frees the native objects.
  List<Candidate> solve(double[] objectPoints, double[] imagePoints) {
    int count = objectPoints.length / 3;
    try (PointerScope scope = new PointerScope()) {
      Mat points = new Mat(count, 1, opencv_core.CV_64FC3, new DoublePointer(objectPoints));
      Mat pixels = new Mat(count, 1, opencv_core.CV_64FC2, new DoublePointer(imagePoints));
      MatVector rotations = new MatVector();
      MatVector translations = new MatVector();
      int solutionCount =
          opencv_calib3d.solvePnPGeneric(
              points,
              pixels,
              cameraMatrix,
              distortion,
              rotations,
              translations,
              false,
              opencv_calib3d.SOLVEPNP_IPPE,
              new Mat(),
              new Mat(),
              new Mat());
      List<Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < solutionCount; i++) {
        Mat rotation = rotations.get(i);
        Mat translation = translations.get(i);
        opencv_calib3d.solvePnPRefineLM(
            points, pixels, cameraMatrix, distortion, rotation, translation);
        DoublePointer r = new DoublePointer(rotation.data());
        DoublePointer t = new DoublePointer(translation.data());
        RigidTransform pose =
            RigidTransform.ofRotationVector(
                r.get(0), r.get(1), r.get(2), t.get(0), t.get(1), t.get(2));
        double residual = residual(pose, objectPoints, imagePoints);
        if (Double.isFinite(residual)) {
          candidates.add(new Candidate(pose, residual));
        }
      }
      candidates.sort((a, b) -> Double.compare(a.residualPixels(), b.residualPixels()));
      return candidates;
    }
  }

  private double residual(RigidTransform pose, double[] objectPoints, double[] imagePoints) {
    int count = objectPoints.length / 3;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double[] point =
          pose.apply(objectPoints[3 * i], objectPoints[3 * i + 1], objectPoints[3 * i + 2]);
      if (!(point[2] > 0)) {
        return Double.NaN;
      }
      double[] pixel = lens.project(point);
      double dx = pixel[0] - imagePoints[2 * i];
      double dy = pixel[1] - imagePoints[2 * i + 1];
      sum += dx * dx + dy * dy;
    }
    return Math.sqrt(sum / count);
  }

  @Override
  public void close() {
    cameraMatrix.close();
    distortion.close();
  }
}
