package minitaur.calibration.camera.synthetic;

import java.util.function.DoublePredicate;
import minitaur.calibration.RigidTransform;
import minitaur.calibration.camera.BoardImage;

/**
 * A printed board in the synthetic scene.
 *
 * @param image printed image
 * @param marginMetres width of the white margin
 * @param trajectory transform from the board's frame (origin at the center, z out of the paper) to
 *     the lane's frame, over time
 * @param isOccluded whether the board is occluded at a given time, s
 */
public record SyntheticBoard(
    BoardImage image, double marginMetres, BodyTrajectory trajectory, DoublePredicate isOccluded) {

  /** A board that is never occluded. */
  public SyntheticBoard(BoardImage image, double marginMetres, BodyTrajectory trajectory) {
    this(image, marginMetres, trajectory, seconds -> false);
  }

  /** A board mounted on a trunk. */
  public static SyntheticBoard mountedOn(
      BodyTrajectory trunk, RigidTransform trunkFromBoard, BoardImage image, double marginMetres) {
    return new SyntheticBoard(
        image, marginMetres, seconds -> trunk.at(seconds).times(trunkFromBoard));
  }

  /** Half-width of the paper, m. */
  double halfWidth() {
    return image.width() / (2 * image.pixelsPerMetre()) + marginMetres;
  }

  /** Half-height of the paper, m. */
  double halfHeight() {
    return image.height() / (2 * image.pixelsPerMetre()) + marginMetres;
  }

  /** Brightness at a point of the board, 0 to 255; NaN outside the paper. */
  double brightness(double x, double y) {
    if (!(Math.abs(x) <= halfWidth() && Math.abs(y) <= halfHeight())) {
      return Double.NaN;
    }
    double column = x * image.pixelsPerMetre() + image.width() / 2.0 - 0.5;
    double row = image.height() / 2.0 - y * image.pixelsPerMetre() - 0.5;
    if (column < -0.5 || row < -0.5 || column > image.width() - 0.5 || row > image.height() - 0.5) {
      return 255;
    }
    int left = clamp((int) Math.floor(column), image.width() - 2);
    int top = clamp((int) Math.floor(row), image.height() - 2);
    double fx = Math.max(0, Math.min(1, column - left));
    double fy = Math.max(0, Math.min(1, row - top));
    double upper = (1 - fx) * image.brightness(left, top) + fx * image.brightness(left + 1, top);
    double lower =
        (1 - fx) * image.brightness(left, top + 1) + fx * image.brightness(left + 1, top + 1);
    return (1 - fy) * upper + fy * lower;
  }

  private static int clamp(int value, int max) {
    return Math.max(0, Math.min(max, value));
  }
}
