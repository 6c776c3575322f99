package minitaur.calibration.camera;

/**
 * A chessboard with ArUco markers (dictionary 4x4_50) in its white squares. Its frame: origin in
 * the middle, x to the right of the sheet, y up, z out of it. Inner corners are numbered row by row
 * from the upper left.
 *
 * @param columns squares in a row
 * @param rows rows of squares
 * @param squareMetres side of a square
 * @param markerMetres side of a marker
 */
public record CharucoPattern(int columns, int rows, double squareMetres, double markerMetres) {

  /** Numbers that the dictionary has. */
  private static final int MARKERS = 50;

  public CharucoPattern {
    if (columns < 3 || rows < 3 || columns * rows / 2 > MARKERS) {
      throw new IllegalArgumentException(
          "%d x %d squares; allowed: at least 3 x 3, at most %d white ones"
              .formatted(columns, rows, MARKERS));
    }
    if (!(markerMetres > 0 && squareMetres > markerMetres)) {
      throw new IllegalArgumentException(
          "markers of %s m in squares of %s m cannot be".formatted(markerMetres, squareMetres));
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

  /** The same board printed larger or smaller. */
  public CharucoPattern scaled(double factor) {
    return new CharucoPattern(columns, rows, squareMetres * factor, markerMetres * factor);
  }

  /** Inner corners in a row. */
  public int cornerColumns() {
    return columns - 1;
  }

  /** All inner corners. */
  public int corners() {
    return (columns - 1) * (rows - 1);
  }

  /** Where an inner corner is: {@code [2]} x and y, m. */
  public double[] corner(int number) {
    int column = number % cornerColumns();
    int row = number / cornerColumns();
    return new double[] {
      (column + 1) * squareMetres - width() / 2, height() / 2 - (row + 1) * squareMetres
    };
  }

  /** Width of all squares, m. */
  public double width() {
    return columns * squareMetres;
  }

  /** Height of all squares, m. */
  public double height() {
    return rows * squareMetres;
  }
}
