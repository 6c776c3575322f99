package minitaur.calibration.camera;

/**
 * A chessboard with ArUco markers (dictionary 4x4_50) in its white squares. Its frame has the
 * origin in the center, x to the right, y up and z out of the sheet. Inner corners are numbered row
 * by row from the upper left.
 *
 * @param columns number of columns of squares
 * @param rows number of rows of squares
 * @param squareMetres side length of a square
 * @param markerMetres side length of a marker
 */
public record CharucoPattern(int columns, int rows, double squareMetres, double markerMetres) {

  /** Number of markers in the dictionary. */
  private static final int DICTIONARY_SIZE = 50;

  public CharucoPattern {
    if (columns < 3 || rows < 3 || columns * rows / 2 > DICTIONARY_SIZE) {
      throw new IllegalArgumentException(
          "%d x %d squares; allowed: at least 3 x 3, at most %d white ones"
              .formatted(columns, rows, DICTIONARY_SIZE));
    }
    if (!(markerMetres > 0 && squareMetres > markerMetres)) {
      throw new IllegalArgumentException(
          "markers of %s m in squares of %s m are not possible"
              .formatted(markerMetres, squareMetres));
    }
  }

  /** 10 x 7 squares of 25 mm with markers of 18 mm, on A4. */
  public static CharucoPattern a4() {
    return new CharucoPattern(10, 7, 0.025, 0.018);
  }

  /** 10 x 7 squares of 36 mm with markers of 24 mm, on A3. */
  public static CharucoPattern a3() {
    return new CharucoPattern(10, 7, 0.036, 0.024);
  }

  /** The same board printed at another scale. */
  public CharucoPattern scaled(double factor) {
    return new CharucoPattern(columns, rows, squareMetres * factor, markerMetres * factor);
  }

  /** Number of inner corners per row. */
  public int cornerColumns() {
    return columns - 1;
  }

  /** Number of inner corners. */
  public int cornerCount() {
    return (columns - 1) * (rows - 1);
  }

  /** Position of an inner corner: {@code [2]} x and y, m. */
  public double[] cornerPosition(int id) {
    int column = id % cornerColumns();
    int row = id / cornerColumns();
    return new double[] {
      (column + 1) * squareMetres - width() / 2, height() / 2 - (row + 1) * squareMetres
    };
  }

  /** Width of the board, m. */
  public double width() {
    return columns * squareMetres;
  }

  /** Height of the board, m. */
  public double height() {
    return rows * squareMetres;
  }
}
