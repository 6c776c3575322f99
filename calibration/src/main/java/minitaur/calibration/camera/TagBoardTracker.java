package minitaur.calibration.camera;

import java.util.List;
import minitaur.calibration.camera.PlanarPoseSolver.Candidate;
import minitaur.calibration.camera.TagDetector.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Follows a tag board from picture to picture: looks for it where it was, else everywhere, and of
 * two poses that explain what is seen about as well takes the one that is nearer to the last, or at
 * first the one that is turned as expected. Used by one thread.
 */
public final class TagBoardTracker implements AutoCloseable {
  /** A board of one tag is allowed one; of more, one alone says too little of its tilt. */
  private static final int FEWEST_TAGS = 2;

  /** Corners that are further off than this are another thing's. */
  private static final double LARGEST_RESIDUAL_PIXELS = 1.5;

  /** Residuals that differ by less than this factor do not tell poses apart. */
  private static final double ALIKE = 1.5;

  /** How far a board can have gone since the last picture, in its own size. */
  private static final double MARGIN = 0.6;

  private static final int LEAST_MARGIN_PIXELS = 40;

  /** A last pose that is older than so many pictures says nothing. */
  private static final int MEMORY = 6;

  private final TagBoard board;
  private final LensModel lens;
  private final TagDetector detector;
  private final PlanarPoseSolver solver;
  private final @Nullable RigidTransform expected;
  private @Nullable BoardSighting last;
  private int picturesSinceLast;

  /**
   * @param expected how the board is turned in the camera's frame at first, about; null when nobody
   *     knows
   */
  public TagBoardTracker(TagBoard board, LensModel lens, @Nullable RigidTransform expected)
      throws CameraException {
    this.board = board;
    this.lens = lens;
    this.expected = expected;
    detector = new TagDetector();
    solver = new PlanarPoseSolver(lens);
  }

  /** Where the board is in a picture; null when it is not seen. */
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
      // By their normals: how the board is turned in its plane is the same in both.
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
