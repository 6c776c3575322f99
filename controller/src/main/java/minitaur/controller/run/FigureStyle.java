package minitaur.controller.run;

/**
 * Layout of a figure. Lengths are in user units; for a paper, one user unit is one point.
 *
 * @param panelWidth width of a panel
 * @param panelHeight height of a panel
 * @param sideBySide whether panels are placed side by side instead of stacked
 * @param longLabels whether the legend describes the band
 * @param fontSize size of the text
 * @param lineWidth width of the main lines
 * @param pixelsPerUnit resolution of a PNG
 */
public record FigureStyle(
    int panelWidth,
    int panelHeight,
    boolean sideBySide,
    boolean longLabels,
    float fontSize,
    float lineWidth,
    double pixelsPerUnit) {
  /** For a screen. */
  public static final FigureStyle SCREEN = new FigureStyle(960, 290, false, true, 13, 2.2f, 2);

  private static final double PAPER_PIXELS_PER_POINT = 300.0 / 72;

  /**
   * For a two-column paper.
   *
   * @param columns width of the figure: 1 (3.5 inches, stacked panels) or 2 (7.16 inches, panels
   *     side by side)
   */
  public static FigureStyle paper(int columns) {
    return columns == 1
        ? new FigureStyle(252, 125, false, false, 8, 1.2f, PAPER_PIXELS_PER_POINT)
        : new FigureStyle(172, 150, true, false, 8, 1.2f, PAPER_PIXELS_PER_POINT);
  }
}
