package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.camera.ViewVerdict.Judgement;
import org.jspecify.annotations.Nullable;

/**
 * Collects views of the chessboard for estimating the intrinsics. From a sequence of images, it
 * accepts those that are sharp, still and different from earlier views.
 */
public final class IntrinsicsSession implements AutoCloseable {
  /** Fraction of the board's corners that a view needs, but at least {@link #FEWEST_CORNERS}. */
  private static final double LEAST_SHARE = 0.25;

  private static final int FEWEST_CORNERS = 8;

  /** Max edge width; edges of an image in focus are half as wide. */
  private static final double WIDEST_EDGE_PIXELS = 3;

  /**
   * Max motion between two consecutive images; a rolling shutter distorts a board that moves
   * faster.
   */
  private static final double FASTEST_PIXELS = 2;

  /** Min distance between two views, as a fraction of the image diagonal. */
  private static final double LEAST_DIFFERENCE = 0.035;

  private final CharucoPattern pattern;
  private final boolean sequence;
  private final String date;
  private final ChessboardDetector detector;
  private final List<BoardView> views = new ArrayList<>();
  private @Nullable BoardView previous;
  private @Nullable CoverageMap coverage;
  private @Nullable CameraIntrinsics guess;
  private int width;
  private int height;

  /**
   * @param sequence whether the images are consecutive frames
   * @param date recorded with the result
   */
  public IntrinsicsSession(CharucoPattern pattern, boolean sequence, String date)
      throws CameraException {
    this.pattern = pattern;
    this.sequence = sequence;
    this.date = date;
    detector = new ChessboardDetector(pattern);
  }

  /**
   * Checks an image and adds it as a view if it is accepted.
   *
   * @throws CameraException when the images differ in size
   */
  public ViewVerdict offer(CameraFrame frame) throws CameraException {
    if (coverage == null) {
      width = frame.width();
      height = frame.height();
      coverage = new CoverageMap(width, height);
    } else if (frame.width() != width || frame.height() != height) {
      throw new CameraException(
          "an image of %d x %d pixels after one of %d x %d; use images of one camera and mode"
              .formatted(frame.width(), frame.height(), width, height));
    }
    BoardView view = detector.detect(frame);
    ViewVerdict verdict = judge(view);
    previous = view;
    if (verdict.isAccepted() && view != null) {
      add(view);
    }
    return verdict;
  }

  /** Adds a view without checks. */
  private void add(BoardView view) {
    views.add(view);
    if (coverage != null) {
      coverage.add(view);
    }
    if (views.size() >= IntrinsicsSolver.FEWEST_VIEWS) {
      try {
        guess = new IntrinsicsSolver(pattern, width, height).guess(views, date);
      } catch (CameraException e) {
        guess = null;
      }
    }
  }

  private ViewVerdict judge(@Nullable BoardView view) {
    if (view == null) {
      return new ViewVerdict(Judgement.NO_BOARD, "no board in sight");
    }
    int needed = (int) Math.max(FEWEST_CORNERS, LEAST_SHARE * pattern.corners());
    if (view.corners() < needed || Double.isNaN(view.edgeWidthPixels())) {
      return verdict(
          Judgement.FEW_CORNERS,
          "%d corners of %d; show at least %d, and come nearer when they are small",
          view.corners(),
          pattern.corners(),
          needed);
    }
    if (view.edgeWidthPixels() > WIDEST_EDGE_PIXELS) {
      return verdict(
          Judgement.BLURRED,
          "blurred: edges are %.1f pixels wide, allowed: %.1f; hold still, focus, more light",
          view.edgeWidthPixels(),
          WIDEST_EDGE_PIXELS);
    }
    BoardView before = previous;
    double moved = before == null ? Double.POSITIVE_INFINITY : view.distanceTo(before);
    if (sequence && moved > FASTEST_PIXELS) {
      return verdict(Judgement.MOVING, "moving; hold still for two images", new Object[0]);
    }
    double least = LEAST_DIFFERENCE * Math.sqrt((double) width * width + (double) height * height);
    for (BoardView earlier : views) {
      double distance = view.distanceTo(earlier);
      if (distance < least) {
        return verdict(
            Judgement.REPEATED,
            "repeats a view (%.0f pixels from it, required: %.0f); move or tilt the board",
            distance,
            least);
      }
    }
    return verdict(
        Judgement.ACCEPTED,
        "%d corners, edges %.1f pixels wide",
        view.corners(),
        view.edgeWidthPixels());
  }

  private static ViewVerdict verdict(Judgement judgement, String text, Object... values) {
    return new ViewVerdict(judgement, String.format(Locale.ROOT, text, values));
  }

  /** The accepted views. */
  public List<BoardView> views() {
    return List.copyOf(views);
  }

  /** Coverage of the image by corners; null before the first image. */
  public @Nullable CoverageMap coverage() {
    return coverage;
  }

  /** Preliminary intrinsics from the views so far; null when they cannot be estimated yet. */
  public @Nullable CameraIntrinsics guess() {
    return guess;
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
