package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.camera.ViewCheckResult.Status;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;

/**
 * Collects views of the chessboard for estimating the intrinsics. From a sequence of images, it
 * accepts those that are sharp, still and different from earlier views.
 */
public final class IntrinsicsSession implements AutoCloseable {
  /** Fraction of the board's corners that a view needs, but at least {@link #MIN_CORNERS}. */
  private static final double MIN_CORNER_FRACTION = 0.25;

  private static final int MIN_CORNERS = 8;

  /** Max edge width; edges of an image in focus are half as wide. */
  private static final double MAX_EDGE_WIDTH_PIXELS = 3;

  /**
   * Max motion between two consecutive images; a rolling shutter distorts a board that moves
   * faster.
   */
  private static final double MAX_MOTION_PIXELS = 2;

  /** Min distance between two views, as a fraction of the image diagonal. */
  private static final double MIN_VIEW_DISTANCE = 0.035;

  private final CharucoPattern pattern;
  private final boolean isSequence;
  private final String date;
  private final ChessboardDetector detector;
  private final List<ChessboardView> views = new ArrayList<>();
  private @Nullable ChessboardView previous;
  private @Nullable CoverageMap coverage;
  private @Nullable CameraIntrinsics preliminary;
  private int width;
  private int height;

  /**
   * @param isSequence whether the images are consecutive frames
   * @param date recorded with the result
   */
  public IntrinsicsSession(CharucoPattern pattern, boolean isSequence, String date)
      throws CameraException {
    this.pattern = pattern;
    this.isSequence = isSequence;
    this.date = date;
    detector = new ChessboardDetector(pattern);
  }

  /**
   * Checks an image and adds it as a view if it is accepted.
   *
   * @throws CameraException when the images differ in size
   */
  public ViewCheckResult offer(CameraFrame frame) throws CameraException {
    if (coverage == null) {
      width = frame.width();
      height = frame.height();
      coverage = new CoverageMap(width, height);
    } else if (frame.width() != width || frame.height() != height) {
      throw new CameraException(
          "an image of %d x %d pixels after one of %d x %d; use images of one camera and mode",
          frame.width(), frame.height(), width, height);
    }
    ChessboardView view = detector.detect(frame);
    ViewCheckResult result = checkView(view);
    previous = view;
    if (result.isAccepted() && view != null) {
      add(view);
    }
    return result;
  }

  /** Adds a view without checks. */
  private void add(ChessboardView view) {
    views.add(view);
    if (coverage != null) {
      coverage.add(view);
    }
    if (views.size() >= IntrinsicsSolver.MIN_VIEWS) {
      try {
        preliminary = new IntrinsicsSolver(pattern, width, height).solvePreliminary(views, date);
      } catch (CameraException e) {
        preliminary = null;
      }
    }
  }

  private ViewCheckResult checkView(@Nullable ChessboardView view) {
    if (view == null) {
      return new ViewCheckResult(Status.NO_BOARD, "no board detected");
    }
    int required = (int) Math.max(MIN_CORNERS, MIN_CORNER_FRACTION * pattern.cornerCount());
    if (view.cornerCount() < required || Double.isNaN(view.edgeWidthPixels())) {
      return result(
          Status.FEW_CORNERS,
          "%d of %d corners detected; show at least %d, and move closer if they are small",
          view.cornerCount(),
          pattern.cornerCount(),
          required);
    }
    if (view.edgeWidthPixels() > MAX_EDGE_WIDTH_PIXELS) {
      return result(
          Status.BLURRED,
          "blurred: edges are %.1f pixels wide, allowed: %.1f; hold still, focus, more light",
          view.edgeWidthPixels(),
          MAX_EDGE_WIDTH_PIXELS);
    }
    ChessboardView previousView = previous;
    double motion = previousView == null ? Double.POSITIVE_INFINITY : view.distanceTo(previousView);
    if (isSequence && motion > MAX_MOTION_PIXELS) {
      return result(Status.MOVING, "moving; hold still for two images", new Object[0]);
    }
    double minDistance =
        MIN_VIEW_DISTANCE * Math.sqrt((double) width * width + (double) height * height);
    for (ChessboardView earlier : views) {
      double distance = view.distanceTo(earlier);
      if (distance < minDistance) {
        return result(
            Status.REPEATED,
            "too similar to a view (%.0f pixels apart, required: %.0f); move or tilt the board",
            distance,
            minDistance);
      }
    }
    return result(
        Status.ACCEPTED,
        "%d corners, edges %.1f pixels wide",
        view.cornerCount(),
        view.edgeWidthPixels());
  }

  private static ViewCheckResult result(Status status, String format, Object... values) {
    return new ViewCheckResult(status, Text.of(format, values));
  }

  /** The accepted views. */
  public List<ChessboardView> views() {
    return List.copyOf(views);
  }

  /** Coverage of the image by corners; null before the first image. */
  public @Nullable CoverageMap coverage() {
    return coverage;
  }

  /** Preliminary intrinsics from the views so far; null when they cannot be estimated yet. */
  public @Nullable CameraIntrinsics preliminary() {
    return preliminary;
  }

  /**
   * Estimates the intrinsics from all views.
   *
   * @throws CameraException when the views do not determine them
   */
  public CameraIntrinsics solve() throws CameraException {
    return new IntrinsicsSolver(pattern, width, height).solve(views, date);
  }

  @Override
  public void close() {
    detector.close();
  }
}
