package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.Estimate;
import minitaur.hal.Text;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Point2fVector;
import org.bytedeco.opencv.opencv_core.Point2fVectorVector;
import org.bytedeco.opencv.opencv_core.Point3f;
import org.bytedeco.opencv.opencv_core.Point3fVector;
import org.bytedeco.opencv.opencv_core.Point3fVectorVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_core.TermCriteria;

/**
 * Estimates camera intrinsics from views of a chessboard (Zhang 2000, "A flexible new technique for
 * camera calibration"), by least squares over the intrinsics and the pose of each view.
 */
public final class IntrinsicsSolver {
  /** Min number of views for an estimate. */
  public static final int MIN_VIEWS = 4;

  private static final double CONFIDENCE_SIGMAS = 1.96;

  /** A view whose reprojection error exceeds the median by this factor is rejected. */
  private static final double OUTLIER_FACTOR = 3;

  /**
   * Min reduction of the sum of squared residuals for which k3 is estimated, as a multiple of the
   * residual variance. A k3 that the data do not support overfits the distortion.
   */
  private static final double MIN_K3_IMPROVEMENT = 20;

  private static final int MAX_ITERATIONS = 100;
  private static final int PRELIMINARY_ITERATIONS = 12;
  private static final int POSE_PARAMETERS = 6;
  private static final int LENS_PARAMETERS = 8;
  private static final int DISTORTION_PARAMETERS = 5;

  private final CharucoPattern pattern;
  private final int width;
  private final int height;

  /** Creates a solver for views of a board in images of the given size, pixels. */
  public IntrinsicsSolver(CharucoPattern pattern, int width, int height) {
    this.pattern = pattern;
    this.width = width;
    this.height = height;
  }

  /**
   * Result of one fit: {@code lens} is {@code [9]} focal lengths, principal point, k1, k2, p1, p2,
   * k3; {@code deviations} are their standard deviations; {@code viewErrors} are the reprojection
   * errors of the views.
   */
  private record Fit(double residual, double[] lens, double[] deviations, double[] viewErrors) {}

  /**
   * Estimates the intrinsics.
   *
   * @param date recorded with the result
   * @throws CameraException when the views do not determine the intrinsics
   */
  public CameraIntrinsics solve(List<ChessboardView> views, String date) throws CameraException {
    requireMinViews(views);
    List<ChessboardView> used = views;
    Fit fit = fitBestModel(used);
    List<ChessboardView> inliers = withoutOutliers(used, fit);
    if (inliers.size() < used.size() && inliers.size() >= MIN_VIEWS) {
      used = inliers;
      fit = fitBestModel(used);
    }
    return toIntrinsics(fit, used.size(), views.size(), date);
  }

  /**
   * Preliminary estimate while views are still being collected: without k3 and without outlier
   * rejection.
   *
   * @throws CameraException when the views do not determine the intrinsics
   */
  CameraIntrinsics solvePreliminary(List<ChessboardView> views, String date)
      throws CameraException {
    requireMinViews(views);
    Fit fit = fit(views, opencv_calib3d.CALIB_FIX_K3, PRELIMINARY_ITERATIONS);
    return toIntrinsics(fit, views.size(), views.size(), date);
  }

  private static void requireMinViews(List<ChessboardView> views) throws CameraException {
    if (views.size() < MIN_VIEWS) {
      throw new CameraException(
          "%d views are too few; at least %d are required", views.size(), MIN_VIEWS);
    }
  }

  private CameraIntrinsics toIntrinsics(Fit fit, int usedViews, int totalViews, String date)
      throws CameraException {
    double[] lens = fit.lens();
    if (!Double.isFinite(fit.residual())
        || !(lens[0] > 0 && lens[1] > 0)
        || !Double.isFinite(fit.deviations()[0])) {
      throw new CameraException(
          "the views do not determine the lens; tilt the board more, in different directions");
    }
    Estimate[] estimates = new Estimate[4];
    for (int i = 0; i < estimates.length; i++) {
      estimates[i] = Estimate.around(lens[i], CONFIDENCE_SIGMAS * fit.deviations()[i]);
    }
    return new CameraIntrinsics(
        date,
        Text.of(
            "chessboard %d x %d, %d of %d views",
            pattern.columns(), pattern.rows(), usedViews, totalViews),
        new CameraIntrinsics.ImageSize(width, height),
        new CameraIntrinsics.Pinhole(estimates[0], estimates[1], estimates[2], estimates[3]),
        new CameraIntrinsics.Distortion(lens[4], lens[5], lens[6], lens[7], lens[8]),
        usedViews,
        fit.residual());
  }

  private Fit fitBestModel(List<ChessboardView> views) throws CameraException {
    Fit withoutK3 = fit(views, opencv_calib3d.CALIB_FIX_K3, MAX_ITERATIONS);
    Fit withK3 = fit(views, 0, MAX_ITERATIONS);
    int corners = views.stream().mapToInt(ChessboardView::cornerCount).sum();
    double squaresWithoutK3 = withoutK3.residual() * withoutK3.residual() * corners;
    double squaresWithK3 = withK3.residual() * withK3.residual() * corners;
    int degreesOfFreedom = 2 * corners - POSE_PARAMETERS * views.size() - LENS_PARAMETERS;
    double variance = squaresWithK3 / Math.max(1, degreesOfFreedom);
    return squaresWithoutK3 - squaresWithK3 > MIN_K3_IMPROVEMENT * variance ? withK3 : withoutK3;
  }

  private static List<ChessboardView> withoutOutliers(List<ChessboardView> views, Fit fit) {
    double[] sorted = fit.viewErrors().clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    List<ChessboardView> inliers = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      if (fit.viewErrors()[i] <= OUTLIER_FACTOR * median) {
        inliers.add(views.get(i));
      }
    }
    return inliers;
  }

  @SuppressWarnings("try") // The scope frees the native objects.
  private Fit fit(List<ChessboardView> views, int flags, int iterations) throws CameraException {
    try (PointerScope scope = new PointerScope()) {
      Point3fVector[] objectPoints = new Point3fVector[views.size()];
      Point2fVector[] imagePoints = new Point2fVector[views.size()];
      for (int i = 0; i < views.size(); i++) {
        ChessboardView view = views.get(i);
        Point3f[] points = new Point3f[view.cornerCount()];
        Point2f[] pixels = new Point2f[view.cornerCount()];
        for (int k = 0; k < view.cornerCount(); k++) {
          double[] corner = pattern.cornerPosition(view.cornerIds()[k]);
          points[k] = new Point3f((float) corner[0], (float) corner[1], 0);
          pixels[k] = new Point2f(view.pixels()[2 * k], view.pixels()[2 * k + 1]);
        }
        objectPoints[i] = new Point3fVector(points);
        imagePoints[i] = new Point2fVector(pixels);
      }
      Mat cameraMatrix = new Mat();
      Mat distortion = new Mat();
      Mat deviations = new Mat();
      Mat viewErrors = new Mat();
      double residual =
          opencv_calib3d.calibrateCameraExtended(
              new Point3fVectorVector(objectPoints),
              new Point2fVectorVector(imagePoints),
              new Size(width, height),
              cameraMatrix,
              distortion,
              new MatVector(),
              new MatVector(),
              deviations,
              new Mat(),
              viewErrors,
              flags,
              new TermCriteria(TermCriteria.COUNT + TermCriteria.EPS, iterations, 1e-9));
      double[] m = toArray(cameraMatrix, 9);
      double[] d = toArray(distortion, DISTORTION_PARAMETERS);
      return new Fit(
          residual,
          new double[] {m[0], m[4], m[2], m[5], d[0], d[1], d[2], d[3], d[4]},
          toArray(deviations, 4 + DISTORTION_PARAMETERS),
          toArray(viewErrors, views.size()));
    } catch (RuntimeException e) {
      // OpenCV throws when, for example, the corners of a view are collinear.
      throw new CameraException(
          "the views do not determine the lens (" + firstLine(e) + "); capture different views");
    }
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static double[] toArray(Mat mat, int count) {
    double[] values = new double[count];
    new DoublePointer(mat.data()).get(values);
    return values;
  }
}
