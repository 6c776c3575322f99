package minitaur.calibration.camera;

import java.util.List;
import minitaur.calibration.camera.PlanarPoseSolver.Candidate;
import minitaur.calibration.camera.TagDetector.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Tracks a tag board from image to image. It searches near the last position first and then the
 * whole image. Of two poses with similar reprojection errors, it chooses the one closer to the last
 * pose or, initially, to the expected orientation. Not thread-safe.
 */
public final class TagBoardTracker implements AutoCloseable {
  /** Min number of tags for a board with several tags: a single tag determines the tilt poorly. */
  private static final int FEWEST_TAGS = 2;

  /** Max reprojection error of the board; larger errors indicate a false detection. */
  private static final double LARGEST_RESIDUAL_PIXELS = 1.5;

  /** Residuals that differ by less than this factor do not distinguish two poses. */
  private static final double ALIKE = 1.5;

  /** Max motion of the board since the last image, relative to its size. */
  private static final double MARGIN = 0.6;

  private static final int LEAST_MARGIN_PIXELS = 40;

  /** Number of images after which the last pose is no longer used. */
  private static final int MEMORY = 6;

  private final TagBoard board;
  private final LensModel lens;
  private final TagDetector detector;
  private final PlanarPoseSolver solver;
  private final @Nullable RigidTransform expected;
  private @Nullable BoardSighting last;
  private int picturesSinceLast;

  /**
   * @param expected approximate initial pose of the board in the camera's frame, of which only the
   *     normal is used; null when unknown
   */
  public TagBoardTracker(TagBoard board, LensModel lens, @Nullable RigidTransform expected)
      throws CameraException {
    this.board = board;
    this.lens = lens;
    this.expected = expected;
    detector = new TagDetector();
    solver = new PlanarPoseSolver(lens);
  }

  /** Detects the board in an image; null when it is not detected. */
  public @Nullable BoardSighting track(CameraFrame frame) {
    picturesSinceLast++;
    BoardSighting before = last;
    BoardSighting found = null;
    if (before != null && picturesSinceLast == 1) {
      found = lookNear(frame, before);
    }
    if (found == null) {
      found = sighting(detector.detect(frame));
    }
    if (found != null) {
      last = found;
      picturesSinceLast = 0;
    }
    return found;
  }

  private @Nullable BoardSighting lookNear(CameraFrame frame, BoardSighting before) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int tag = board.firstTag(); tag < board.firstTag() + board.tags(); tag++) {
      for (int corner = 0; corner < 4; corner++) {
        double[] at = board.corner(tag, corner);
        double[] seen = before.cameraFromBoard().apply(at[0], at[1], at[2]);
        if (!(seen[2] > 0)) {
          return null;
        }
        double[] pixel = lens.project(seen);
        left = Math.min(left, pixel[0]);
        right = Math.max(right, pixel[0]);
        top = Math.min(top, pixel[1]);
        bottom = Math.max(bottom, pixel[1]);
      }
    }
    double margin = LEAST_MARGIN_PIXELS + MARGIN * Math.max(right - left, bottom - top);
    int x0 = (int) Math.max(0, left - margin);
    int y0 = (int) Math.max(0, top - margin);
    int x1 = (int) Math.min(frame.width(), right + margin);
    int y1 = (int) Math.min(frame.height(), bottom + margin);
    if (x1 - x0 < LEAST_MARGIN_PIXELS || y1 - y0 < LEAST_MARGIN_PIXELS) {
      return null;
    }
    return sighting(detector.detect(frame, x0, y0, x1 - x0, y1 - y0));
  }

  private @Nullable BoardSighting sighting(List<Tag> all) {
    List<Tag> tags = all.stream().filter(tag -> board.has(tag.tag())).toList();
    int count = tags.size();
    if (count < Math.min(FEWEST_TAGS, board.tags())
        || tags.stream().mapToInt(Tag::tag).distinct().count() != count) {
      return null;
    }
    double[] object = new double[12 * count];
    double[] seen = new double[8 * count];
    float[] corners = new float[8 * count];
    for (int i = 0; i < count; i++) {
      for (int corner = 0; corner < 4; corner++) {
        System.arraycopy(
            board.corner(tags.get(i).tag(), corner), 0, object, 12 * i + 3 * corner, 3);
      }
      for (int k = 0; k < 8; k++) {
        corners[8 * i + k] = tags.get(i).corners()[k];
        seen[8 * i + k] = corners[8 * i + k];
      }
    }
    Candidate chosen = choose(solver.solve(object, seen));
    return chosen == null || chosen.residualPixels() > LARGEST_RESIDUAL_PIXELS
        ? null
        : new BoardSighting(chosen.cameraFromObject(), count, chosen.residualPixels(), corners);
  }

  private @Nullable Candidate choose(List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      return null;
    }
    Candidate best = candidates.get(0);
    BoardSighting before = last;
    RigidTransform near =
        before != null && picturesSinceLast <= MEMORY ? before.cameraFromBoard() : expected;
    if (near == null) {
      return best;
    }
    Candidate chosen = best;
    for (Candidate other : candidates) {
      boolean alike = other.residualPixels() <= ALIKE * best.residualPixels();
      // Compare the normals: the rotation within the board's plane is the same for both poses.
      if (alike
          && other.cameraFromObject().sameNormal(near)
              > chosen.cameraFromObject().sameNormal(near)) {
        chosen = other;
      }
    }
    return chosen;
  }

  @Override
  public void close() {
    detector.close();
    solver.close();
  }
}
