package minitaur.controller.run.render;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.run.storage.FigureFormat;
import minitaur.controller.run.storage.PngFile;
import minitaur.hal.RobotGeometry;

/**
 * Draws side views of terrains, one strip per terrain, with the robot at regular distances along
 * the course (as in figure 2 of Haarnoja et al. 2019).
 */
public final class TerrainFigure {
  private static final int WIDTH = 900;
  private static final int MARGIN = 16;
  private static final int TITLE_HEIGHT = 22;
  private static final int AXIS_HEIGHT = 18;

  /** Margins of a strip above the highest and below the lowest ground point, m. */
  private static final double MARGIN_ABOVE = 0.42;

  private static final double MARGIN_BELOW = 0.05;

  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private final RobotRenderer renderer;

  /** Creates a figure for a robot with the given geometry. */
  public TerrainFigure(RobotGeometry geometry) {
    renderer = new RobotRenderer(geometry);
  }

  /**
   * One strip.
   *
   * @param title of the strip
   * @param groundX {@code [i]} ascending distances, m. Not modified.
   * @param groundZ {@code [i]} ground height at {@code groundX[i]}, m. Not modified.
   * @param poses of the robot, drawn in order
   * @param blocks {@code [block][corner]} x and z of the corners of movable blocks, m
   */
  public record Strip(
      String title,
      double[] groundX,
      double[] groundZ,
      List<RobotPose> poses,
      List<double[][]> blocks) {
    /** Validates the ground points. */
    public Strip {
      if (groundX.length < 2 || groundX.length != groundZ.length) {
        throw new IllegalArgumentException(
            "a strip needs at least two points of the ground, with a height each, not %d and %d"
                .formatted(groundX.length, groundZ.length));
      }
    }

    private double min() {
      return Arrays.stream(groundZ).min().orElse(0);
    }

    private double max() {
      return Arrays.stream(groundZ).max().orElse(0);
    }

    private double scale() {
      return (WIDTH - 2 * MARGIN) / (groundX[groundX.length - 1] - groundX[0]);
    }

    private int height() {
      return (int) Math.ceil(scale() * (max() - min() + MARGIN_ABOVE + MARGIN_BELOW))
          + TITLE_HEIGHT
          + AXIS_HEIGHT;
    }
  }

  /**
   * Draws the strips below one another in the format given by the file extension.
   *
   * @throws IOException when the figure cannot be drawn or written
   */
  public void draw(List<Strip> strips, Path out) throws IOException {
    int height = MARGIN;
    for (Strip strip : strips) {
      height += strip.height() + MARGIN;
    }
    FigureFormat.draw(out, WIDTH, height, PngFile.SCALE, graphics -> draw(graphics, strips));
  }

  private void draw(Graphics2D graphics, List<Strip> strips) {
    int top = MARGIN;
    for (Strip strip : strips) {
      draw(graphics, strip, top);
      top += strip.height() + MARGIN;
    }
  }

  private void draw(Graphics2D graphics, Strip strip, int top) {
    graphics.setFont(FONT);
    graphics.setColor(RobotRenderer.TEXT);
    graphics.drawString(strip.title(), MARGIN, top + 14);
    double scale = strip.scale();
    double left = MARGIN - scale * strip.groundX()[0];
    double zeroY = top + TITLE_HEIGHT + scale * (strip.max() + MARGIN_ABOVE);
    double bottom = zeroY + scale * (MARGIN_BELOW - strip.min());
    Path2D soil = new Path2D.Double();
    Path2D line = new Path2D.Double();
    for (int i = 0; i < strip.groundX().length; i++) {
      double x = left + scale * strip.groundX()[i];
      double z = zeroY - scale * strip.groundZ()[i];
      if (i == 0) {
        soil.moveTo(x, bottom);
        line.moveTo(x, z);
      } else {
        line.lineTo(x, z);
      }
      soil.lineTo(x, z);
    }
    soil.lineTo(left + scale * strip.groundX()[strip.groundX().length - 1], bottom);
    soil.closePath();
    graphics.setColor(RobotRenderer.SOIL);
    graphics.fill(soil);
    renderer.draw(graphics, left, zeroY, scale, strip.blocks(), strip.poses());
    graphics.setColor(RobotRenderer.GROUND_LINE);
    graphics.setStroke(new BasicStroke(1.4f));
    graphics.draw(line);
    graphics.setStroke(new BasicStroke(1f));
    double last = strip.groundX()[strip.groundX().length - 1];
    for (int tick = (int) Math.ceil(2 * strip.groundX()[0]); tick <= 2 * last; tick++) {
      double x = left + scale * 0.5 * tick;
      graphics.draw(new Line2D.Double(x, bottom, x, bottom + 4));
      if (tick % 2 == 0) {
        graphics.drawString(tick / 2 + " m", (float) x - 8, (float) bottom + 16);
      }
    }
  }
}
