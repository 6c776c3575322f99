package minitaur.controller.run.render;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import minitaur.controller.run.storage.PngFile;
import minitaur.hal.RobotGeometry;
import minitaur.hal.Text;

/**
 * An image of the robot seen from its right side: a grid of frames, one per pose, with distance
 * marks on the ground. The camera moves with the robot.
 */
public final class RobotImage {
  private static final int COLUMNS = 4;
  private static final int FRAME_WIDTH = 300;
  private static final int FRAME_HEIGHT = 212;
  private static final int GAP = 12;

  /** Width of the visible area of a frame, m. */
  private static final double VIEW_WIDTH = 0.88;

  private static final double UNITS_PER_METRE = FRAME_WIDTH / VIEW_WIDTH;
  private static final int GROUND_Y = FRAME_HEIGHT - 36;
  private static final double TICK_SPACING = 0.1;
  private static final int TICKS_PER_LABEL = 2;
  private static final int FOOTER_HEIGHT = 36;

  /** Length of the scale bar, m. */
  private static final double SCALE_BAR_LENGTH = 0.2;

  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private final RobotRenderer renderer;

  /** Creates a renderer for a robot with the given geometry. */
  public RobotImage(RobotGeometry geometry) {
    renderer = new RobotRenderer(geometry);
  }

  /**
   * Draws the poses as frames, left to right and then down.
   *
   * @param poses at least one. Not modified.
   * @param blocks {@code [pose][block][corner]} x and z of the corners of movable blocks, m; empty
   *     if there are none
   * @param ground ground height as a function of the distance, m
   * @param out the PNG file, replaced atomically
   * @throws IOException when the image cannot be drawn or written
   */
  public void draw(
      List<RobotPose> poses, List<List<double[][]>> blocks, DoubleUnaryOperator ground, Path out)
      throws IOException {
    if (poses.isEmpty()) {
      throw new IllegalArgumentException("an image needs at least one pose");
    }
    int columns = Math.min(COLUMNS, poses.size());
    int rows = (poses.size() + columns - 1) / columns;
    int width = columns * (FRAME_WIDTH + GAP) + GAP;
    int framesHeight = rows * (FRAME_HEIGHT + GAP) + GAP;
    int height = framesHeight + FOOTER_HEIGHT;
    PngFile.write(
        out,
        width,
        height,
        graphics -> {
          for (int i = 0; i < poses.size(); i++) {
            int x = GAP + i % columns * (FRAME_WIDTH + GAP);
            int y = GAP + i / columns * (FRAME_HEIGHT + GAP);
            Graphics2D frame = (Graphics2D) graphics.create(x, y, FRAME_WIDTH, FRAME_HEIGHT);
            drawFrame(frame, poses.get(i), blocks.isEmpty() ? List.of() : blocks.get(i), ground);
            frame.dispose();
          }
          Graphics2D footer = (Graphics2D) graphics.create(0, framesHeight, width, FOOTER_HEIGHT);
          drawFooter(footer, poses);
          footer.dispose();
        });
  }

  /** Draws the scale bar, the legend of the legs, and the mean velocity. */
  private static void drawFooter(Graphics2D footer, List<RobotPose> poses) {
    footer.setFont(FONT);
    footer.setColor(RobotRenderer.TEXT);
    int scaleBarEnd = GAP + (int) Math.round(SCALE_BAR_LENGTH * UNITS_PER_METRE);
    footer.setStroke(new BasicStroke(1.4f));
    footer.draw(new Line2D.Double(GAP, 8, scaleBarEnd, 8));
    footer.draw(new Line2D.Double(GAP, 4, GAP, 12));
    footer.draw(new Line2D.Double(scaleBarEnd, 4, scaleBarEnd, 12));
    footer.drawString(Text.of("%.1f m", SCALE_BAR_LENGTH), scaleBarEnd + 6, 12);
    footer.setColor(RobotRenderer.NEAR_COLOR);
    footer.fill(new Rectangle2D.Double(GAP, 21, 10, 10));
    footer.setColor(RobotRenderer.FAR_COLOR);
    footer.fill(new Rectangle2D.Double(GAP + 90, 21, 10, 10));
    footer.setColor(RobotRenderer.TEXT);
    footer.drawString("right legs", GAP + 16, 31);
    footer.drawString("left legs", GAP + 106, 31);
    RobotPose first = poses.get(0);
    RobotPose last = poses.get(poses.size() - 1);
    double seconds = last.timeSeconds() - first.timeSeconds();
    if (seconds > 0) {
      String velocity = Text.number("mean velocity %.2f m/s", (last.x() - first.x()) / seconds);
      footer.drawString(velocity, scaleBarEnd + 60, 12);
    }
  }

  /** Draws a frame. The camera follows the ground height under the trunk. */
  private void drawFrame(
      Graphics2D frame, RobotPose pose, List<double[][]> blocks, DoubleUnaryOperator ground) {
    double groundHeight = ground.applyAsDouble(pose.x());
    double originZ = GROUND_Y + groundHeight * UNITS_PER_METRE;
    Path2D surface = new Path2D.Double();
    surface.moveTo(0, FRAME_HEIGHT);
    for (int x = 0; x <= FRAME_WIDTH; x++) {
      double metres = pose.x() + (x - FRAME_WIDTH / 2.0) / UNITS_PER_METRE;
      surface.lineTo(x, originZ - ground.applyAsDouble(metres) * UNITS_PER_METRE);
    }
    surface.lineTo(FRAME_WIDTH, FRAME_HEIGHT);
    surface.closePath();
    frame.setColor(RobotRenderer.SKY);
    frame.fill(new Rectangle2D.Double(0, 0, FRAME_WIDTH, FRAME_HEIGHT));
    frame.setColor(RobotRenderer.SOIL);
    frame.fill(surface);
    double originX = FRAME_WIDTH / 2.0 - pose.x() * UNITS_PER_METRE;
    drawDistance(frame, pose.x(), originX);

    renderer.draw(frame, originX, originZ, UNITS_PER_METRE, blocks, List.of(pose));
    frame.setColor(RobotRenderer.GROUND_LINE);
    frame.setStroke(new BasicStroke(1.4f));
    frame.draw(surface);
    frame.setColor(RobotRenderer.TEXT);
    frame.setFont(FONT.deriveFont(Font.BOLD));
    frame.drawString(Text.of("%.2f s", pose.timeSeconds()), 10, 20);
  }

  /** Draws ticks on the ground, every second one labeled with its distance from the start. */
  private static void drawDistance(Graphics2D frame, double center, double originX) {
    frame.setFont(FONT);
    FontMetrics metrics = frame.getFontMetrics();
    long first = (long) Math.floor((center - VIEW_WIDTH) / TICK_SPACING);
    long last = (long) Math.ceil((center + VIEW_WIDTH) / TICK_SPACING);
    for (long tick = first; tick <= last; tick++) {
      double x = originX + tick * TICK_SPACING * UNITS_PER_METRE;
      boolean labeled = tick % TICKS_PER_LABEL == 0;
      frame.setColor(RobotRenderer.GROUND_LINE);
      frame.setStroke(new BasicStroke(1f));
      frame.draw(new Line2D.Double(x, GROUND_Y, x, GROUND_Y + (labeled ? 9 : 5)));
      String label = Text.of("%.1f m", tick * TICK_SPACING + 0.0);
      double left = x - metrics.stringWidth(label) / 2.0;
      if (labeled && left > 0 && left + metrics.stringWidth(label) < FRAME_WIDTH) {
        frame.drawString(label, (float) left, GROUND_Y + 24);
      }
    }
  }
}
