package minitaur.controller.run.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import minitaur.controller.run.storage.Video;
import minitaur.hal.RobotGeometry;
import minitaur.hal.Text;

/**
 * A video of the robot seen from its right side. The camera moves with the trunk and follows the
 * smoothed ground height, so that steps and slopes remain visible.
 */
public final class RobotVideo implements Video {
  /**
   * Frame height for which the lengths below are chosen; other sizes scale them by their height.
   */
  private static final double NOMINAL_HEIGHT = 360;

  /** Height of the visible area, m. */
  private static final double VIEW_HEIGHT = 0.74;

  /** Height of the ground in a frame, as a fraction of the frame height from the bottom. */
  private static final double GROUND_FRACTION = 0.24;

  /** Half-width of the window over which the ground height is averaged for the camera, m. */
  private static final double SMOOTHING_HALF_WIDTH = 0.6;

  private static final double TICK_SPACING = 0.1;
  private static final int TICKS_PER_LABEL = 5;

  /** Time over which the velocity is averaged, s. */
  private static final double VELOCITY_SECONDS = 0.5;

  private static final Color GRID_LINE = new Color(0xdf, 0xe6, 0xed);

  private final RobotRenderer renderer;
  private final String caption;
  private final List<Scene> scenes;
  private final Format format;

  /**
   * The scene at one time.
   *
   * @param pose of the robot, with the time since the start of the episode
   * @param blocks {@code [block][corner]} x and z of the corners of movable blocks, m. Not
   *     modified, kept.
   * @param ground ground height as a function of the distance along the lane, m
   */
  public record Scene(RobotPose pose, List<double[][]> blocks, DoubleUnaryOperator ground) {}

  /**
   * Size and frame rate of a video.
   *
   * @param width pixels
   * @param height pixels
   * @param framesPerSecond frame rate, 1/s
   */
  public record Format(int width, int height, int framesPerSecond) {}

  /**
   * Creates a video.
   *
   * @param geometry of the robot
   * @param caption text shown in each frame
   * @param scenes one per frame, at least one. Not modified.
   */
  public RobotVideo(RobotGeometry geometry, String caption, List<Scene> scenes, Format format) {
    if (scenes.isEmpty()) {
      throw new IllegalArgumentException("a video needs at least one frame");
    }
    renderer = new RobotRenderer(geometry);
    this.caption = caption;
    this.scenes = List.copyOf(scenes);
    this.format = format;
  }

  @Override
  public int width() {
    return format.width();
  }

  @Override
  public int height() {
    return format.height();
  }

  @Override
  public int framesPerSecond() {
    return format.framesPerSecond();
  }

  @Override
  public int frames() {
    return scenes.size();
  }

  @Override
  public void paint(int index, Graphics2D graphics) {
    Scene scene = scenes.get(index);
    RobotPose pose = scene.pose();
    double unitsPerMetre = height() / VIEW_HEIGHT;
    double originX = width() / 2.0 - pose.x() * unitsPerMetre;
    double originZ = height() * (1 - GROUND_FRACTION) + meanGroundHeight(scene) * unitsPerMetre;
    graphics.setColor(RobotRenderer.SKY);
    graphics.fill(new Rectangle2D.Double(0, 0, width(), height()));
    drawGridLines(graphics, pose.x(), originX, unitsPerMetre);

    Path2D surface = new Path2D.Double();
    surface.moveTo(-2, height() + 2.0);
    for (int x = -2; x <= width() + 2; x++) {
      double metres = (x - originX) / unitsPerMetre;
      surface.lineTo(x, originZ - scene.ground().applyAsDouble(metres) * unitsPerMetre);
    }
    surface.lineTo(width() + 2.0, height() + 2.0);
    surface.closePath();
    graphics.setColor(RobotRenderer.SOIL);
    graphics.fill(surface);
    drawDistance(graphics, scene, originX, originZ);

    renderer.draw(graphics, originX, originZ, unitsPerMetre, scene.blocks(), List.of(pose));
    graphics.setColor(RobotRenderer.GROUND_LINE);
    graphics.setStroke(new BasicStroke(scaled(2)));
    graphics.draw(surface);
    drawText(graphics, index);
  }

  private float scaled(double nominal) {
    return (float) (nominal * height() / NOMINAL_HEIGHT);
  }

  /** Mean ground height around the trunk, m. */
  private static double meanGroundHeight(Scene scene) {
    int samples = 24;
    double sum = 0;
    for (int i = 0; i <= samples; i++) {
      sum +=
          scene
              .ground()
              .applyAsDouble(scene.pose().x() + SMOOTHING_HALF_WIDTH * (2.0 * i / samples - 1));
    }
    return sum / (samples + 1);
  }

  /** Draws a line in the background every 0.5 m, which makes the robot's speed visible. */
  private void drawGridLines(
      Graphics2D graphics, double center, double originX, double unitsPerMetre) {
    double spacing = TICK_SPACING * TICKS_PER_LABEL;
    double halfWidth = 0.5 * width() / unitsPerMetre;
    graphics.setColor(GRID_LINE);
    graphics.setStroke(new BasicStroke(scaled(2)));
    for (long i = (long) Math.floor((center - halfWidth) / spacing);
        i <= Math.ceil((center + halfWidth) / spacing);
        i++) {
      double x = originX + i * spacing * unitsPerMetre;
      graphics.draw(new Line2D.Double(x, 0, x, height()));
    }
  }

  /** Draws ticks on the ground, every fifth one labeled with its distance from the start. */
  private void drawDistance(Graphics2D graphics, Scene scene, double originX, double originZ) {
    double unitsPerMetre = height() / VIEW_HEIGHT;
    double halfWidth = 0.5 * width() / unitsPerMetre;
    double center = scene.pose().x();
    graphics.setFont(font(Font.PLAIN, 14));
    graphics.setColor(RobotRenderer.GROUND_LINE);
    graphics.setStroke(new BasicStroke(scaled(1.4)));
    FontMetrics metrics = graphics.getFontMetrics();
    for (long tick = (long) Math.floor((center - halfWidth) / TICK_SPACING);
        tick <= Math.ceil((center + halfWidth) / TICK_SPACING);
        tick++) {
      double x = originX + tick * TICK_SPACING * unitsPerMetre;
      double y = originZ - scene.ground().applyAsDouble(tick * TICK_SPACING) * unitsPerMetre;
      boolean labeled = tick % TICKS_PER_LABEL == 0;
      graphics.draw(new Line2D.Double(x, y, x, y + scaled(labeled ? 11 : 6)));
      if (labeled) {
        String label = Text.of("%.1f m", tick * TICK_SPACING + 0.0);
        float left = (float) x - metrics.stringWidth(label) / 2f;
        graphics.drawString(label, left, (float) y + scaled(28));
      }
    }
  }

  private void drawText(Graphics2D graphics, int index) {
    graphics.setColor(RobotRenderer.TEXT);
    graphics.setFont(font(Font.BOLD, 17));
    graphics.drawString(statusText(index), scaled(14), scaled(28));
    graphics.setFont(font(Font.PLAIN, 14));
    FontMetrics metrics = graphics.getFontMetrics();
    graphics.drawString(caption, width() - scaled(14) - metrics.stringWidth(caption), scaled(28));
  }

  private Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, 1).deriveFont(scaled(size));
  }

  private String statusText(int index) {
    RobotPose pose = scenes.get(index).pose();
    String time = Text.of("%.1f s", pose.timeSeconds());
    int windowFrames = (int) Math.round(VELOCITY_SECONDS * framesPerSecond());
    if (index < windowFrames) {
      return time;
    }
    RobotPose earlier = scenes.get(index - windowFrames).pose();
    double seconds = pose.timeSeconds() - earlier.timeSeconds();
    // Negative if another episode started in between.
    return seconds > 0
        ? time + Text.number("   %.1f m/s", (pose.x() - earlier.x()) / seconds)
        : time;
  }
}
