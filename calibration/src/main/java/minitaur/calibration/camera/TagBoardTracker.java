package minitaur.calibration.camera;

import java.util.List;
import minitaur.calibration.RigidTransform;
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
  private static final int MIN_TAGS = 2;

  /** Max reprojection error of the board; larger errors indicate a false detection. */
  private static final double MAX_RESIDUAL_PIXELS = 1.5;

  /** Residuals that differ by less than this factor do not distinguish two poses. */
  private static final double AMBIGUITY_RATIO = 1.5;

  /** Max motion of the board since the last image, relative to its size. */
  private static final double SEARCH_MARGIN = 0.6;

  private static final int MIN_MARGIN_PIXELS = 40;

  /** Number of images after which the last pose is no longer used. */
  private static final int MAX_POSE_AGE_FRAMES = 6;

  private final TagBoard board;
  private final LensModel lens;
  private final TagDetector detector;
  private final PlanarPoseSolver solver;
  private final @Nullable RigidTransform initialPose;
  private @Nullable RigidTransform lastPose;
  private int framesSinceDetection;

  /**
   * @param initialPose approximate initial pose of the board in the camera's frame, of which only
   *     the normal is used; null when unknown
   */
  public TagBoardTracker(TagBoard board, LensModel lens, @Nullable RigidTransform initialPose)
      throws CameraException {
    this.board = board;
    this.lens = lens;
    this.initialPose = initialPose;
    detector = new TagDetector();
    solver = new PlanarPoseSolver(lens);
  }

  /** Pose of the board in the camera frame; null when it is not detected. */
  public @Nullable RigidTransform track(CameraFrame frame) {
    framesSinceDetection++;
    RigidTransform previous = lastPose;
    RigidTransform pose = null;
    if (previous != null && framesSinceDetection == 1) {
      pose = detectNear(frame, previous);
    }
    if (pose == null) {
      pose = poseOf(detector.detect(frame));
    }
    if (pose != null) {
      lastPose = pose;
      framesSinceDetection = 0;
    }
    return pose;
  }

  private @Nullable RigidTransform detectNear(CameraFrame frame, RigidTransform previous) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int tag = board.firstTag(); tag < board.firstTag() + board.tagCount(); tag++) {
      for (int corner = 0; corner < 4; corner++) {
        double[] position = board.cornerPosition(tag, corner);
        double[] point = previous.apply(position[0], position[1], position[2]);
        if (!(point[2] > 0)) {
          return null;
        }
        double[] pixel = lens.project(point);
        left = Math.min(left, pixel[0]);
        right = Math.max(right, pixel[0]);
        top = Math.min(top, pixel[1]);
        bottom = Math.max(bottom, pixel[1]);
      }
    }
    double margin = MIN_MARGIN_PIXELS + SEARCH_MARGIN * Math.max(right - left, bottom - top);
    int x0 = (int) Math.max(0, left - margin);
    int y0 = (int) Math.max(0, top - margin);
    int x1 = (int) Math.min(frame.width(), right + margin);
    int y1 = (int) Math.min(frame.height(), bottom + margin);
    if (x1 - x0 < MIN_MARGIN_PIXELS || y1 - y0 < MIN_MARGIN_PIXELS) {
      return null;
    }
    return poseOf(detector.detect(frame, x0, y0, x1 - x0, y1 - y0));
  }

  private @Nullable RigidTransform poseOf(List<Tag> all) {
    List<Tag> tags = all.stream().filter(tag -> board.contains(tag.id())).toList();
    int count = tags.size();
    if (count < Math.min(MIN_TAGS, board.tagCount())
        || tags.stream().mapToInt(Tag::id).distinct().count() != count) {
      return null;
    }
    double[] objectPoints = new double[12 * count];
    double[] imagePoints = new double[8 * count];
    for (int i = 0; i < count; i++) {
      for (int corner = 0; corner < 4; corner++) {
        System.arraycopy(
            board.cornerPosition(tags.get(i).id(), corner),
            0,
            objectPoints,
            12 * i + 3 * corner,
            3);
      }
      for (int k = 0; k < 8; k++) {
        imagePoints[8 * i + k] = tags.get(i).corners()[k];
      }
    }
    Candidate chosen = choose(solver.solve(objectPoints, imagePoints));
    return chosen == null || chosen.residualPixels() > MAX_RESIDUAL_PIXELS
        ? null
        : chosen.cameraFromObject();
  }

  private @Nullable Candidate choose(List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      return null;
    }
    Candidate best = candidates.get(0);
    RigidTransform previous = lastPose;
    RigidTransform reference =
        previous != null && framesSinceDetection <= MAX_POSE_AGE_FRAMES ? previous : initialPose;
    if (reference == null) {
      return best;
    }
    Candidate chosen = best;
    for (Candidate candidate : candidates) {
      boolean isAmbiguous = candidate.residualPixels() <= AMBIGUITY_RATIO * best.residualPixels();
      // Compare the normals: the rotation within the board's plane is the same for both poses.
      if (isAmbiguous
          && candidate.cameraFromObject().normalCosine(reference)
              > chosen.cameraFromObject().normalCosine(reference)) {
        chosen = candidate;
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
