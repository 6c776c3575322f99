package minitaur.calibration.camera.synthetic;

import java.util.function.DoublePredicate;
import minitaur.calibration.camera.BoardPicture;
import minitaur.calibration.camera.RigidTransform;

/**
 * A printed board in the synthetic scene.
 *
 * @param picture printed image
 * @param marginMetres width of the white margin
 * @param path from the board's frame (origin in its center, z out of the paper) to the lane's
 * @param covered whether the board is occluded at a time, s
 */
public record SyntheticBoard(
    BoardPicture picture, double marginMetres, BodyPath path, DoublePredicate covered) {

  /** A board that is never occluded. */
  public SyntheticBoard(BoardPicture picture, double marginMetres, BodyPath path) {
    this(picture, marginMetres, path, seconds -> false);
  }

  /** A board mounted on a trunk. */
  public static SyntheticBoard on(
      BodyPath trunk, RigidTransform trunkFromBoard, BoardPicture picture, double marginMetres) {
    return new SyntheticBoard(
        picture, marginMetres, seconds -> trunk.at(seconds).times(trunkFromBoard));
  }

  /** Half-width of the paper, m. */
  double halfWidth() {
    return picture.width() / (2 * picture.pixelsPerMetre()) + marginMetres;
  }

  /** Half-height of the paper, m. */
  double halfHeight() {
    return picture.height() / (2 * picture.pixelsPerMetre()) + marginMetres;
  }

  /** Brightness at a point of the board, 0 to 255; NaN outside the paper. */
  double brightness(double x, double y) {
    if (!(Math.abs(x) <= halfWidth() && Math.abs(y) <= halfHeight())) {
      return Double.NaN;
    }
    double column = x * picture.pixelsPerMetre() + picture.width() / 2.0 - 0.5;
    double row = picture.height() / 2.0 - y * picture.pixelsPerMetre() - 0.5;
    if (column < -0.5
        || row < -0.5
        || column > picture.width() - 0.5
        || row > picture.height() - 0.5) {
      return 255;
    }
    int left = clamp((int) Math.floor(column), picture.width() - 2);
    int top = clamp((int) Math.floor(row), picture.height() - 2);
    double fx = Math.max(0, Math.min(1, column - left));
    double fy = Math.max(0, Math.min(1, row - top));
    double upper = (1 - fx) * picture.at(left, top) + fx * picture.at(left + 1, top);
    double lower = (1 - fx) * picture.at(left, top + 1) + fx * picture.at(left + 1, top + 1);
    return (1 - fy) * upper + fy * lower;
  }

  private static int clamp(int value, int most) {
    return Math.max(0, Math.min(most, value));
  }
}
