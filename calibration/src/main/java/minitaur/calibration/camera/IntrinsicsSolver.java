package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.Estimate;
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
  public static final int FEWEST_VIEWS = 4;

  private static final double CONFIDENT_DEVIATIONS = 1.96;

  /** A view whose reprojection error exceeds the median by this factor is rejected. */
  private static final double OUTLIER = 3;

  /**
   * Min reduction of the sum of squared residuals by k3, in residual variances. A k3 that the data
   * do not support overfits the distortion.
   */
  private static final double WORTH_A_COEFFICIENT = 20;

  private static final int ITERATIONS = 100;
  private static final int GUESSING_ITERATIONS = 12;
  private static final int POSE_PARAMETERS = 6;
  private static final int LENS_PARAMETERS = 8;
  private static final int DISTORTIONS = 5;

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
   * k3; {@code deviations} are their standard deviations; {@code ofViews} are the reprojection
   * errors of the views.
   */
  private record Fit(double residual, double[] lens, double[] deviations, double[] ofViews) {}

  /**
   * Estimates the intrinsics.
   *
   * @param date recorded with the result
   * @throws CameraException when the views do not determine the intrinsics
   */
  public CameraIntrinsics solve(List<BoardView> views, String date) throws CameraException {
    requireEnough(views);
    List<BoardView> used = views;
    Fit fit = best(used);
    List<BoardView> good = withoutOutliers(used, fit);
    if (good.size() < used.size() && good.size() >= FEWEST_VIEWS) {
      used = good;
      fit = best(used);
    }
    return record(fit, used.size(), views.size(), date);
  }

  /**
   * Preliminary estimate while views are still being collected: without k3 and without outlier
   * rejection.
   *
   * @throws CameraException when the views do not determine the intrinsics
   */
  CameraIntrinsics guess(List<BoardView> views, String date) throws CameraException {
    requireEnough(views);
    Fit fit = fit(views, opencv_calib3d.CALIB_FIX_K3, GUESSING_ITERATIONS);
    return record(fit, views.size(), views.size(), date);
  }

  private static void requireEnough(List<BoardView> views) throws CameraException {
    if (views.size() < FEWEST_VIEWS) {
      throw new CameraException(
          "%d views are too few; at least %d".formatted(views.size(), FEWEST_VIEWS));
    }
  }

  private CameraIntrinsics record(Fit fit, int used, int all, String date) throws CameraException {
    double[] lens = fit.lens();
    if (!Double.isFinite(fit.residual())
        || !(lens[0] > 0 && lens[1] > 0)
        || !Double.isFinite(fit.deviations()[0])) {
      throw new CameraException(
          "the views do not determine the lens; tilt the board more, in different directions");
    }
    Estimate[] estimates = new Estimate[4];
    for (int i = 0; i < estimates.length; i++) {
      estimates[i] = Estimate.around(lens[i], CONFIDENT_DEVIATIONS * fit.deviations()[i]);
    }
    return new CameraIntrinsics(
        date,
        String.format(
            Locale.ROOT,
            "chessboard %d x %d, %d views of %d",
            pattern.columns(),
            pattern.rows(),
            used,
            all),
        new CameraIntrinsics.ImageSize(width, height),
        new CameraIntrinsics.Pinhole(estimates[0], estimates[1], estimates[2], estimates[3]),
        new CameraIntrinsics.Distortion(lens[4], lens[5], lens[6], lens[7], lens[8]),
        used,
        fit.residual());
  }

  private Fit best(List<BoardView> views) throws CameraException {
    Fit plain = fit(views, opencv_calib3d.CALIB_FIX_K3, ITERATIONS);
    Fit bent = fit(views, 0, ITERATIONS);
    int corners = views.stream().mapToInt(BoardView::corners).sum();
    double plainSquares = plain.residual() * plain.residual() * corners;
    double bentSquares = bent.residual() * bent.residual() * corners;
    int freedom = 2 * corners - POSE_PARAMETERS * views.size() - LENS_PARAMETERS;
    double variance = bentSquares / Math.max(1, freedom);
    return plainSquares - bentSquares > WORTH_A_COEFFICIENT * variance ? bent : plain;
  }

  private static List<BoardView> withoutOutliers(List<BoardView> views, Fit fit) {
    double[] sorted = fit.ofViews().clone();
    Arrays.sort(sorted);
    double usual = sorted[sorted.length / 2];
    List<BoardView> good = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      if (fit.ofViews()[i] <= OUTLIER * usual) {
        good.add(views.get(i));
      }
    }
    return good;
  }

  @SuppressWarnings("try") // The scope frees the native objects.
  private Fit fit(List<BoardView> views, int flags, int iterations) throws CameraException {
    try (PointerScope scope = new PointerScope()) {
      Point3fVector[] object = new Point3fVector[views.size()];
      Point2fVector[] seen = new Point2fVector[views.size()];
      for (int i = 0; i < views.size(); i++) {
        BoardView view = views.get(i);
        Point3f[] points = new Point3f[view.corners()];
        Point2f[] pixels = new Point2f[view.corners()];
        for (int k = 0; k < view.corners(); k++) {
          double[] corner = pattern.corner(view.numbers()[k]);
          points[k] = new Point3f((float) corner[0], (float) corner[1], 0);
          pixels[k] = new Point2f(view.pixels()[2 * k], view.pixels()[2 * k + 1]);
        }
        object[i] = new Point3fVector(points);
        seen[i] = new Point2fVector(pixels);
      }
      Mat matrix = new Mat();
      Mat distortion = new Mat();
      Mat deviations = new Mat();
      Mat ofViews = new Mat();
      double residual =
          opencv_calib3d.calibrateCameraExtended(
              new Point3fVectorVector(object),
              new Point2fVectorVector(seen),
              new Size(width, height),
              matrix,
              distortion,
              new MatVector(),
              new MatVector(),
              deviations,
              new Mat(),
              ofViews,
              flags,
              new TermCriteria(TermCriteria.COUNT + TermCriteria.EPS, iterations, 1e-9));
      double[] m = doubles(matrix, 9);
      double[] d = doubles(distortion, DISTORTIONS);
      return new Fit(
          residual,
          new double[] {m[0], m[4], m[2], m[5], d[0], d[1], d[2], d[3], d[4]},
          doubles(deviations, 4 + DISTORTIONS),
          doubles(ofViews, views.size()));
    } catch (RuntimeException e) {
      // OpenCV throws when, for example, the corners of a view are collinear.
      throw new CameraException(
          "the views do not determine the lens (" + firstLine(e) + "); make others");
    }
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static double[] doubles(Mat mat, int count) {
    double[] values = new double[count];
    new DoublePointer(mat.data()).get(values);
    return values;
  }
}
