package minitaur.calibration.camera;

/**
 * The chessboard's corners in one picture.
 *
 * @param numbers {@code [n]} which corners. Not to be modified.
 * @param pixels {@code [n x 2]} where they were seen. Not to be modified.
 * @param edgeWidthPixels how wide the edges between squares are, 10 % to 90 %, along the direction
 *     in which they are wider: 1 is sharp, 3 is not; NaN when it cannot be said
 */
public record BoardView(int[] numbers, float[] pixels, double edgeWidthPixels) {

  public BoardView {
    if (pixels.length != 2 * numbers.length) {
      throw new IllegalArgumentException("a view has two numbers a corner");
    }
  }

  /** How many corners were seen. */
  public int corners() {
    return numbers.length;
  }

  /**
   * Root mean square distance of the corners that both views have, pixels; infinite when they have
   * none in common.
   */
  public double distanceTo(BoardView other) {
    double sum = 0;
    int common = 0;
    for (int i = 0; i < numbers.length; i++) {
      for (int j = 0; j < other.numbers.length; j++) {
        if (numbers[i] == other.numbers[j]) {
          double dx = pixels[2 * i] - other.pixels[2 * j];
          double dy = pixels[2 * i + 1] - other.pixels[2 * j + 1];
          sum += dx * dx + dy * dy;
          common++;
        }
      }
    }
    return common == 0 ? Double.POSITIVE_INFINITY : Math.sqrt(sum / common);
  }
}
