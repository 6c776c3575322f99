package minitaur.controller.run.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.run.storage.FigureFormat;
import minitaur.controller.run.storage.PngFile;

/** Plots fractions, as 0 to 100 %, against a swept quantity, one panel per sweep. */
public final class SweepFigure {
  private static final int COLUMNS = 3;
  private static final int PANEL_WIDTH = 300;
  private static final int PANEL_HEIGHT = 190;
  private static final int LEFT_MARGIN = 44;
  private static final int TOP_MARGIN = 28;
  private static final int BOTTOM_MARGIN = 40;
  private static final int RIGHT_MARGIN = 14;

  private static final Color AXIS = new Color(0x8a, 0x92, 0x9b);
  private static final Color CURVE = new Color(0x00, 0x72, 0xb2);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  /**
   * One panel.
   *
   * @param title name of the swept quantity
   * @param unit unit of the swept quantity; empty for a ratio
   * @param values {@code [i]} values of the swept quantity, at least one. Not modified.
   * @param fractions {@code [i]} 0 to 1. Not modified.
   */
  public record Panel(String title, String unit, double[] values, double[] fractions) {}

  private SweepFigure() {}

  /**
   * Draws the panels in the format given by the file extension.
   *
   * @throws IOException when the figure cannot be drawn or written
   */
  public static void draw(List<Panel> panels, Path out) throws IOException {
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    int width = COLUMNS * PANEL_WIDTH;
    int height = rows * PANEL_HEIGHT;
    FigureFormat.draw(out, width, height, PngFile.SCALE, graphics -> draw(graphics, panels));
  }

  private static void draw(Graphics2D graphics, List<Panel> panels) {
    graphics.setFont(FONT);
    for (int i = 0; i < panels.size(); i++) {
      draw(graphics, panels.get(i), i % COLUMNS * PANEL_WIDTH, i / COLUMNS * PANEL_HEIGHT);
    }
  }

  private static void draw(Graphics2D graphics, Panel panel, int left, int top) {
    double x0 = left + LEFT_MARGIN;
    double x1 = left + PANEL_WIDTH - RIGHT_MARGIN;
    double y0 = top + PANEL_HEIGHT - BOTTOM_MARGIN;
    double y1 = top + TOP_MARGIN;
    graphics.setColor(RobotRenderer.TEXT);
    String unit = panel.unit().isEmpty() ? "" : " (" + panel.unit() + ")";
    graphics.drawString(panel.title() + unit, (float) x0, (float) (y1 - 10));
    graphics.setStroke(new BasicStroke(1f));
    for (int percent = 0; percent <= 100; percent += 50) {
      double y = y0 + 0.01 * percent * (y1 - y0);
      graphics.setColor(AXIS);
      graphics.draw(new Line2D.Double(x0, y, x1, y));
      graphics.setColor(RobotRenderer.TEXT);
      graphics.drawString(percent + " %", left + 6, (float) y + 4);
    }
    double[] values = panel.values();
    double min = values[0];
    double max = values[0];
    for (double value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double span = max > min ? max - min : 1;
    Path2D curve = new Path2D.Double();
    for (int i = 0; i < values.length; i++) {
      double x = x0 + (values[i] - min) / span * (x1 - x0 - 8) + 4;
      double y = y0 + panel.fractions()[i] * (y1 - y0);
      if (i == 0) {
        curve.moveTo(x, y);
      } else {
        curve.lineTo(x, y);
      }
      graphics.setColor(CURVE);
      graphics.fill(new Ellipse2D.Double(x - 2.5, y - 2.5, 5, 5));
      graphics.setColor(RobotRenderer.TEXT);
      String label =
          values[i] == Math.rint(values[i])
              ? Long.toString((long) values[i])
              : Double.toString(values[i]);
      graphics.drawString(label, (float) x - 5, (float) y0 + 16);
    }
    graphics.setColor(CURVE);
    graphics.setStroke(new BasicStroke(1.6f));
    graphics.draw(curve);
  }
}
