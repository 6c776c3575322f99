package minitaur.calibration.camera;

/**
 * A grid of AprilTags (family 36h11) on a flat sheet. The origin of its frame is the center of the
 * grid; x points to the right (the direction of the printed arrow), y points up the sheet and z
 * points out of the sheet. Tags are numbered row by row from the upper left.
 *
 * @param columns number of columns of tags
 * @param rows number of rows of tags
 * @param tagMetres side length of a tag's black square
 * @param gapMetres gap between two tags
 * @param firstTag number of the upper left tag
 */
public record TagBoard(int columns, int rows, double tagMetres, double gapMetres, int firstTag) {

  /** Number of tags in the family. */
  public static final int FAMILY_SIZE = 587;

  /** Number of cells along the side of a tag, including its black border. */
  static final int CELLS_PER_SIDE = 8;

  public TagBoard {
    if (columns < 1 || rows < 1 || !(tagMetres > 0) || !(gapMetres >= 0)) {
      throw new IllegalArgumentException(
          "a board of %d x %d tags of %s m with gaps of %s m is not possible"
              .formatted(columns, rows, tagMetres, gapMetres));
    }
    if (firstTag < 0 || firstTag + columns * rows > FAMILY_SIZE) {
      throw new IllegalArgumentException(
          "tags %d to %d; allowed: 0 to %d"
              .formatted(firstTag, firstTag + columns * rows - 1, FAMILY_SIZE - 1));
    }
  }

  /** The board for the trunk: 3 x 2 tags of 80 mm, 16 mm apart, numbered 0 to 5, on A4. */
  public static TagBoard trunk() {
    return new TagBoard(3, 2, 0.080, 0.016, 0);
  }

  /** A board for the floor: one tag of 160 mm, on A4. */
  public static TagBoard floor(int tag) {
    return new TagBoard(1, 1, 0.160, 0, tag);
  }

  /** The same board printed at another scale. */
  public TagBoard scaled(double factor) {
    return new TagBoard(columns, rows, tagMetres * factor, gapMetres * factor, firstTag);
  }

  /** Number of tags. */
  public int tagCount() {
    return columns * rows;
  }

  /** Whether the board contains the tag with the given number. */
  public boolean contains(int tag) {
    return tag >= firstTag && tag < firstTag + tagCount();
  }

  /** Width of the grid, m. */
  public double width() {
    return columns * tagMetres + (columns - 1) * gapMetres;
  }

  /** Height of the grid, m. */
  public double height() {
    return rows * tagMetres + (rows - 1) * gapMetres;
  }

  /**
   * Position of a tag's corner: {@code [3]}, m.
   *
   * @param corner 0 to 3: upper left, upper right, lower right, lower left of the sheet
   */
  public double[] cornerPosition(int tag, int corner) {
    int index = tag - firstTag;
    double spacing = tagMetres + gapMetres;
    int column = index % columns;
    int row = index / columns;
    double left = column * spacing - width() / 2;
    double top = height() / 2 - row * spacing;
    boolean right = corner == 1 || corner == 2;
    boolean lower = corner >= 2;
    return new double[] {right ? left + tagMetres : left, lower ? top - tagMetres : top, 0};
  }
}
