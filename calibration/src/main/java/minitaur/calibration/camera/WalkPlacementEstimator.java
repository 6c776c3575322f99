package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.RigidTransform;
import minitaur.hal.Text;

/**
 * Estimates the pose of the camera in the lane's frame from the board on the trunk while the robot
 * moves along the lane. The line through the board's positions is the lane's direction, the mean
 * normal of the board is up, and the lane's origin is on the floor below the first position.
 */
public final class WalkPlacementEstimator implements AutoCloseable {
  private static final int MIN_POSES = 20;
  private static final double MIN_WALK_METRES = 0.5;
  private static final double MAX_RESIDUAL_METRES = 0.05;

  /**
   * Max slope of the walk in the board's plane; if it is larger, the board's normal does not point
   * up.
   */
  private static final double MAX_SLOPE = 0.1;

  private static final int POWER_ITERATIONS = 100;

  private final TagBoardTracker tracker;
  private final List<RigidTransform> boardPoses = new ArrayList<>();

  /** Creates an estimator for a board that lies flat on the trunk. */
  public WalkPlacementEstimator(LensModel lens, TagBoard board) throws CameraException {
    tracker = new TagBoardTracker(board, lens, null);
  }

  /**
   * Detects the board in an image.
   *
   * @return whether the board was detected
   */
  public boolean addImage(CameraFrame frame) {
    RigidTransform cameraFromBoard = tracker.track(frame);
    if (cameraFromBoard != null) {
      boardPoses.add(cameraFromBoard);
    }
    return cameraFromBoard != null;
  }

  /** Distance between the first and the latest position of the board, m. */
  public double walkLength() {
    return boardPoses.isEmpty()
        ? 0
        : norm(
            minus(
                boardPoses.get(boardPoses.size() - 1).translation(),
                boardPoses.get(0).translation()));
  }

  /**
   * Solves for the pose of the camera.
   *
   * @param boardHeight of the board above the floor, m
   * @throws CameraException when the detections do not determine it
   */
  public CameraPlacement solve(double boardHeight, String date) throws CameraException {
    if (boardPoses.size() < MIN_POSES || walkLength() < MIN_WALK_METRES) {
      throw new CameraException(
          "the board was detected %d times over %.2f m; required: %d times over %.1f m."
              + " Check that it stays visible",
          boardPoses.size(), walkLength(), MIN_POSES, MIN_WALK_METRES);
    }
    double[] mean = new double[3];
    double[] normal = new double[3];
    for (RigidTransform pose : boardPoses) {
      for (int i = 0; i < 3; i++) {
        mean[i] += pose.translation()[i] / boardPoses.size();
        normal[i] += pose.rotation()[3 * i + 2] / boardPoses.size();
      }
    }
    double[] x = principalDirection(mean);
    double slope = dot(x, normal) / norm(normal);
    if (Math.abs(slope) > MAX_SLOPE) {
      throw new CameraException(
          "the walk is at %.0f degrees to the board's plane; the board must lie flat on the"
              + " trunk, and the lane must be level",
          Math.toDegrees(Math.asin(slope)));
    }
    double[] z = unit(minus(normal, scaled(x, dot(normal, x))));
    double[] y = cross(z, x);
    // Rows of laneFromCamera are the lane's axes in the camera's frame.
    double[] rotation = {x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]};
    double[] firstOffset = minus(boardPoses.get(0).translation(), mean);
    double[] laneOrigin = {
      dot(x, mean) + dot(x, firstOffset), dot(y, mean), dot(z, mean) - boardHeight
    };
    double residual = lineResidual(mean, x);
    if (residual > MAX_RESIDUAL_METRES) {
      throw new CameraException(
          "the walk deviates from a straight line by %.3f m RMS; move the robot along a"
              + " straight line",
          residual);
    }
    return CameraPlacement.of(
        new RigidTransform(rotation, new double[] {-laneOrigin[0], -laneOrigin[1], -laneOrigin[2]}),
        residual,
        Text.of("walk of %.2f m, %d images", walkLength(), boardPoses.size()),
        date);
  }

  /** Principal direction of the positions, oriented from the first to the last: {@code [3]}. */
  private double[] principalDirection(double[] mean) {
    double[] displacement =
        minus(boardPoses.get(boardPoses.size() - 1).translation(), boardPoses.get(0).translation());
    double[] x = unit(displacement);
    for (int n = 0; n < POWER_ITERATIONS; n++) {
      double[] next = new double[3];
      for (RigidTransform pose : boardPoses) {
        double[] offset = minus(pose.translation(), mean);
        double projection = dot(offset, x);
        for (int i = 0; i < 3; i++) {
          next[i] += projection * offset[i];
        }
      }
      x = unit(next);
    }
    return x;
  }

  private double lineResidual(double[] mean, double[] x) {
    double sum = 0;
    for (RigidTransform pose : boardPoses) {
      double[] offset = minus(pose.translation(), mean);
      double projection = dot(offset, x);
      sum += dot(offset, offset) - projection * projection;
    }
    return Math.sqrt(Math.max(0, sum) / boardPoses.size());
  }

  private static double[] minus(double[] a, double[] b) {
    return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }

  private static double[] scaled(double[] a, double factor) {
    return new double[] {factor * a[0], factor * a[1], factor * a[2]};
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double[] unit(double[] a) {
    return scaled(a, 1 / norm(a));
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  @Override
  public void close() {
    tracker.close();
  }
}
