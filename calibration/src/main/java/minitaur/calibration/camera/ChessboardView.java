package minitaur.calibration.camera;

/**
 * Chessboard corners detected in one image.
 *
 * @param cornerIds {@code [n]} corner numbers. Not to be modified.
 * @param pixels {@code [n x 2]} corner positions. Not to be modified.
 * @param edgeWidthPixels 10 % to 90 % width of the edges between squares, in the direction in which
 *     they are wider: 1 is sharp, 3 is blurred; NaN when it cannot be determined
 */
public record ChessboardView(int[] cornerIds, float[] pixels, double edgeWidthPixels) {

  public ChessboardView {
    if (pixels.length != 2 * cornerIds.length) {
      throw new IllegalArgumentException("a view has two coordinates per corner");
    }
  }

  /** Number of detected corners. */
  public int cornerCount() {
    return cornerIds.length;
  }

  /**
   * RMS distance, in pixels, between the corners that both views contain; infinite when they have
   * none in common.
   */
  public double distanceTo(ChessboardView other) {
    double sum = 0;
    int common = 0;
    for (int i = 0; i < cornerIds.length; i++) {
      for (int j = 0; j < other.cornerIds.length; j++) {
        if (cornerIds[i] == other.cornerIds[j]) {
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
