package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.List;

/** Where in the picture corners have been seen, in 8 x 6 cells. */
public final class CoverageMap {
  private static final int COLUMNS = 8;
  private static final int ROWS = 6;

  /** So many corners are plenty for a cell. */
  private static final int PLENTY = 12;

  private final int width;
  private final int height;
  private final int[] corners = new int[COLUMNS * ROWS];

  /** A map without corners of pictures of that size, pixels. */
  public CoverageMap(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Counts a view's corners. */
  public void add(BoardView view) {
    for (int i = 0; i < view.corners(); i++) {
      int column = (int) (view.pixels()[2 * i] * COLUMNS / width);
      int row = (int) (view.pixels()[2 * i + 1] * ROWS / height);
      if (column >= 0 && column < COLUMNS && row >= 0 && row < ROWS) {
        corners[row * COLUMNS + column]++;
      }
    }
  }

  /** Share of cells in which corners were seen, 0 to 1. */
  public double share() {
    int seen = 0;
    for (int count : corners) {
      seen += count > 0 ? 1 : 0;
    }
    return (double) seen / corners.length;
  }

  /** Rows of the map from above: {@code .} nothing yet, {@code +} some, {@code #} plenty. */
  public List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < COLUMNS; column++) {
        int count = corners[row * COLUMNS + column];
        text.append(count == 0 ? '.' : count < PLENTY ? '+' : '#');
      }
      rows.add(text.toString());
    }
    return rows;
  }
}
