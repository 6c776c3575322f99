package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.camera.ViewVerdict.Judgement;
import org.jspecify.annotations.Nullable;

/**
 * Collects views of the chessboard until they say what the lens is: shown one picture after the
 * other, it takes those that are sharp, still and new.
 */
public final class IntrinsicsSession implements AutoCloseable {
  /** Share of a board's corners that a view needs, and at least so many. */
  private static final double LEAST_SHARE = 0.25;

  private static final int FEWEST_CORNERS = 8;

  /** Edges of a picture in focus are half as wide. */
  private static final double WIDEST_EDGE_PIXELS = 3;

  /** Between two pictures; more, and a rolling shutter bends the board. */
  private static final double FASTEST_PIXELS = 2;

  /** Views differ by at least this share of the picture's diagonal. */
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
   * @param sequence whether pictures follow each other in time
   * @param date for the record
   */
  public IntrinsicsSession(CharucoPattern pattern, boolean sequence, String date)
      throws CameraException {
    this.pattern = pattern;
    this.sequence = sequence;
    this.date = date;
    detector = new ChessboardDetector(pattern);
  }

  /**
   * Judges a picture and, when it is a new view, uses it.
   *
   * @throws CameraException when pictures are not all of one size
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

  /** Uses a view whatever it is. */
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

  /** The views so far. */
  public List<BoardView> views() {
    return List.copyOf(views);
  }

  /** Where corners were seen; null before the first picture. */
  public @Nullable CoverageMap coverage() {
    return coverage;
  }

  /** What the lens seems to be as far as it is known now; null when it is not. */
  public @Nullable CameraIntrinsics guess() {
    return guess;
  }

  /**
   * What the lens is by all views.
   *
   * @throws CameraException when they do not say it
   */
  public CameraIntrinsics solve() throws CameraException {
    return new IntrinsicsSolver(pattern, width, height).solve(views, date);
  }

  @Override
  public void close() {
    detector.close();
  }
}
