package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.PlanarPoseSolver.Candidate;
import minitaur.calibration.camera.TagDetector.Tag;

/**
 * Estimates the pose of the camera in the lane's frame from tags at known positions on the floor.
 */
public final class LaneFromTags implements AutoCloseable {
  /** The tilt of a single tag is uncertain, and a misplaced single tag could not be detected. */
  private static final int FEWEST_TAGS = 2;

  /** A larger residual means that a tag is not at its specified position. */
  private static final double LARGEST_RESIDUAL_METRES = 0.02;

  private final Map<Integer, FloorTag> floor = new TreeMap<>();
  private final Map<Integer, double[]> sums = new TreeMap<>();
  private final Map<Integer, Integer> counts = new TreeMap<>();
  private final LensModel lens;
  private final TagDetector detector;

  /**
   * @param tags tags on the floor with their positions
   * @throws CameraException when there are too few tags or a tag occurs twice
   */
  public LaneFromTags(LensModel lens, List<FloorTag> tags) throws CameraException {
    this.lens = lens;
    for (FloorTag tag : tags) {
      if (floor.put(tag.tag(), tag) != null) {
        throw new CameraException("tag " + tag.tag() + " is named twice");
      }
    }
    if (floor.size() < FEWEST_TAGS) {
      throw new CameraException(
          "%d tags on the floor are too few; at least %d, far apart"
              .formatted(floor.size(), FEWEST_TAGS));
    }
    detector = new TagDetector();
  }

  /**
   * Detects the tags in an image.
   *
   * @return number of floor tags detected in it
   */
  public int offer(CameraFrame frame) {
    int seen = 0;
    for (Tag tag : detector.detect(frame)) {
      if (!floor.containsKey(tag.tag())) {
        continue;
      }
      seen++;
      double[] sum = sums.computeIfAbsent(tag.tag(), t -> new double[8]);
      for (int k = 0; k < 8; k++) {
        sum[k] += tag.corners()[k];
      }
      counts.merge(tag.tag(), 1, Integer::sum);
    }
    return seen;
  }

  /**
   * Solves for the pose of the camera.
   *
   * @throws CameraException when the detections do not determine it
   */
  public CameraPlacement solve(String date) throws CameraException {
    int count = sums.size();
    if (count < FEWEST_TAGS) {
      throw new CameraException(
          "of the tags %s the camera saw %s; at least %d must be in sight"
              .formatted(floor.keySet(), sums.keySet(), FEWEST_TAGS));
    }
    double[] object = new double[12 * count];
    double[] seen = new double[8 * count];
    int i = 0;
    for (Map.Entry<Integer, double[]> entry : sums.entrySet()) {
      FloorTag tag = floor.get(entry.getKey());
      Integer pictures = counts.get(entry.getKey());
      if (tag == null || pictures == null) {
        throw new IllegalStateException("tag " + entry.getKey() + " was not asked for");
      }
      for (int corner = 0; corner < 4; corner++) {
        System.arraycopy(tag.corner(corner), 0, object, 12 * i + 3 * corner, 3);
      }
      for (int k = 0; k < 8; k++) {
        seen[8 * i + k] = entry.getValue()[k] / pictures;
      }
      i++;
    }
    try (PlanarPoseSolver solver = new PlanarPoseSolver(lens)) {
      List<Candidate> above = new ArrayList<>(solver.solve(object, seen));
      // Discard solutions with the camera below the floor.
      above.removeIf(c -> c.cameraFromObject().inverse().translation()[2] <= 0);
      if (above.isEmpty()) {
        throw new CameraException("no camera pose is consistent with the detected tags");
      }
      return placement(above.get(0), object, seen, date);
    }
  }

  private CameraPlacement placement(
      Candidate candidate, double[] object, double[] seen, String date) throws CameraException {
    RigidTransform laneFromCamera = candidate.cameraFromObject().inverse();
    int points = object.length / 3;
    double sum = 0;
    double worst = 0;
    int worstPoint = 0;
    for (int i = 0; i < points; i++) {
      double[] floorPoint = onFloor(laneFromCamera, lens.ray(seen[2 * i], seen[2 * i + 1]));
      double dx = floorPoint[0] - object[3 * i];
      double dy = floorPoint[1] - object[3 * i + 1];
      double square = dx * dx + dy * dy;
      sum += square;
      if (square > worst) {
        worst = square;
        worstPoint = i;
      }
    }
    double residual = Math.sqrt(sum / points);
    int worstTag = new ArrayList<>(sums.keySet()).get(worstPoint / 4);
    if (residual > LARGEST_RESIDUAL_METRES) {
      throw new CameraException(
          String.format(
              Locale.ROOT,
              "the tags do not lie as specified: they are %.3f m off on average, tag %d by %.3f m;"
                  + " measure it, its size and its direction again",
              residual,
              worstTag,
              Math.sqrt(worst)));
    }
    return LanePlacements.of(laneFromCamera, residual, "floor tags " + sums.keySet(), date);
  }

  private static double[] onFloor(RigidTransform laneFromCamera, double[] ray) {
    double[] from = laneFromCamera.translation();
    double[] at = laneFromCamera.apply(ray[0], ray[1], 1);
    double part = from[2] / (from[2] - at[2]);
    return new double[] {from[0] + part * (at[0] - from[0]), from[1] + part * (at[1] - from[1])};
  }

  @Override
  public void close() {
    detector.close();
  }
}
