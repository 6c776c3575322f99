package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.List;

/** Coverage of the image by detected corners, in a grid of 8 x 6 cells. */
public final class CoverageMap {
  private static final int COLUMNS = 8;
  private static final int ROWS = 6;

  /** A cell with this many corners is fully covered. */
  private static final int FULL_COVERAGE_CORNERS = 12;

  private final int width;
  private final int height;
  private final int[] cornerCounts = new int[COLUMNS * ROWS];

  /** Creates an empty map for images of the given size, pixels. */
  public CoverageMap(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Adds the corners of a view. */
  public void add(ChessboardView view) {
    for (int i = 0; i < view.cornerCount(); i++) {
      int column = (int) (view.pixels()[2 * i] * COLUMNS / width);
      int row = (int) (view.pixels()[2 * i + 1] * ROWS / height);
      if (column >= 0 && column < COLUMNS && row >= 0 && row < ROWS) {
        cornerCounts[row * COLUMNS + column]++;
      }
    }
  }

  /** Fraction of cells that contain corners, 0 to 1. */
  public double coveredFraction() {
    int covered = 0;
    for (int count : cornerCounts) {
      covered += count > 0 ? 1 : 0;
    }
    return (double) covered / cornerCounts.length;
  }

  /**
   * Rows of the map from top to bottom: {@code .} no corners, {@code +} some, {@code #} fully
   * covered.
   */
  public List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < COLUMNS; column++) {
        int count = cornerCounts[row * COLUMNS + column];
        text.append(count == 0 ? '.' : count < FULL_COVERAGE_CORNERS ? '+' : '#');
      }
      rows.add(text.toString());
    }
    return rows;
  }
}
