package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.RigidTransform;
import minitaur.calibration.camera.PlanarPoseSolver.Candidate;
import minitaur.calibration.camera.TagDetector.Tag;

/**
 * Estimates the pose of the camera in the lane's frame from tags at known positions on the floor.
 */
public final class TagPlacementEstimator implements AutoCloseable {
  /**
   * The estimated tilt of a single tag is uncertain, and an error in its position could not be
   * detected.
   */
  private static final int MIN_TAGS = 2;

  /** A larger residual means that a tag is not at its specified position. */
  private static final double MAX_RESIDUAL_METRES = 0.02;

  private final Map<Integer, FloorTag> floorTags = new TreeMap<>();
  private final Map<Integer, Detections> detections = new TreeMap<>();
  private final LensModel lens;
  private final TagDetector detector;

  /** Sum of the corner positions {@code [8]} of a tag over the images in which it was detected. */
  private static final class Detections {
    final double[] cornerSum = new double[8];
    int count;
  }

  /**
   * @param tags tags on the floor with their positions
   * @throws CameraException when there are too few tags or a tag occurs twice
   */
  public TagPlacementEstimator(LensModel lens, List<FloorTag> tags) throws CameraException {
    this.lens = lens;
    for (FloorTag tag : tags) {
      if (floorTags.put(tag.id(), tag) != null) {
        throw new CameraException("tag " + tag.id() + " is specified twice");
      }
    }
    if (floorTags.size() < MIN_TAGS) {
      throw new CameraException(
          "%d tags on the floor are too few; at least %d, far apart, are required",
          floorTags.size(), MIN_TAGS);
    }
    detector = new TagDetector();
  }

  /**
   * Detects the tags in an image.
   *
   * @return number of floor tags detected in it
   */
  public int addImage(CameraFrame frame) {
    int detected = 0;
    for (Tag tag : detector.detect(frame)) {
      if (!floorTags.containsKey(tag.id())) {
        continue;
      }
      detected++;
      Detections seen = detections.computeIfAbsent(tag.id(), id -> new Detections());
      for (int k = 0; k < 8; k++) {
        seen.cornerSum[k] += tag.corners()[k];
      }
      seen.count++;
    }
    return detected;
  }

  /**
   * Solves for the pose of the camera.
   *
   * @throws CameraException when the detections do not determine it
   */
  public CameraPlacement solve(String date) throws CameraException {
    int count = detections.size();
    if (count < MIN_TAGS) {
      throw new CameraException(
          "of the tags %s, %s were detected; at least %d must be visible",
          floorTags.keySet(), detections.keySet(), MIN_TAGS);
    }
    double[] objectPoints = new double[12 * count];
    double[] imagePoints = new double[8 * count];
    int i = 0;
    for (Map.Entry<Integer, Detections> entry : detections.entrySet()) {
      FloorTag tag = Objects.requireNonNull(floorTags.get(entry.getKey()));
      Detections seen = entry.getValue();
      for (int corner = 0; corner < 4; corner++) {
        System.arraycopy(tag.cornerPosition(corner), 0, objectPoints, 12 * i + 3 * corner, 3);
      }
      for (int k = 0; k < 8; k++) {
        imagePoints[8 * i + k] = seen.cornerSum[k] / seen.count;
      }
      i++;
    }
    try (PlanarPoseSolver solver = new PlanarPoseSolver(lens)) {
      List<Candidate> candidates = new ArrayList<>(solver.solve(objectPoints, imagePoints));
      // Discard solutions with the camera below the floor.
      candidates.removeIf(c -> c.cameraFromObject().inverse().translation()[2] <= 0);
      if (candidates.isEmpty()) {
        throw new CameraException("no camera pose is consistent with the detected tags");
      }
      return placement(candidates.get(0), objectPoints, imagePoints, date);
    }
  }

  private CameraPlacement placement(
      Candidate candidate, double[] objectPoints, double[] imagePoints, String date)
      throws CameraException {
    RigidTransform laneFromCamera = candidate.cameraFromObject().inverse();
    int points = objectPoints.length / 3;
    double sum = 0;
    double maxSquare = 0;
    int worstPoint = 0;
    for (int i = 0; i < points; i++) {
      double[] floorPoint =
          intersectFloor(
              laneFromCamera, lens.backProject(imagePoints[2 * i], imagePoints[2 * i + 1]));
      double dx = floorPoint[0] - objectPoints[3 * i];
      double dy = floorPoint[1] - objectPoints[3 * i + 1];
      double square = dx * dx + dy * dy;
      sum += square;
      if (square > maxSquare) {
        maxSquare = square;
        worstPoint = i;
      }
    }
    double residual = Math.sqrt(sum / points);
    int worstTag = new ArrayList<>(detections.keySet()).get(worstPoint / 4);
    if (residual > MAX_RESIDUAL_METRES) {
      throw new CameraException(
          "the tags are not placed as specified: the RMS error is %.3f m, and the worst corner,"
              + " of tag %d, is off by %.3f m; measure the tag's position, size and direction"
              + " again",
          residual, worstTag, Math.sqrt(maxSquare));
    }
    return CameraPlacement.of(laneFromCamera, residual, "floor tags " + detections.keySet(), date);
  }

  private static double[] intersectFloor(RigidTransform laneFromCamera, double[] ray) {
    double[] origin = laneFromCamera.translation();
    double[] target = laneFromCamera.apply(ray[0], ray[1], 1);
    double fraction = origin[2] / (origin[2] - target[2]);
    return new double[] {
      origin[0] + fraction * (target[0] - origin[0]), origin[1] + fraction * (target[1] - origin[1])
    };
  }

  @Override
  public void close() {
    detector.close();
  }
}
