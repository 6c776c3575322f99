package minitaur.controller.run;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import minitaur.controller.storage.AtomicFile;

/**
 * Draws learning curves as PNG: return, forward velocity and temperature over environment steps,
 * one above the other.
 */
public final class LearningCurve {
  /** Forward velocity at which the robot counts as walking, m/s. */
  private static final double WALKING = 0.32;

  private static final int WIDTH = 960;
  private static final int PANEL_HEIGHT = 290;
  private static final int BOTTOM_EXTRA = 30;

  /** Pixels a unit of length, so that the picture stays sharp on dense displays. */
  private static final int SCALE = 2;

  private LearningCurve() {}

  /**
   * Draws one run.
   *
   * @param progress the run's progress.csv
   * @param out the PNG, replaced as a whole
   * @throws IOException when the table cannot be read, the picture not be drawn or written
   */
  public static void draw(Path progress, Path out) throws IOException {
    CsvTable table = CsvTable.read(progress);
    Curve episodeReturn =
        Curve.ofRun(
            table,
            "mean of the episodes",
            "smallest to largest",
            "evaluation_return_mean",
            "evaluation_return_min",
            "evaluation_return_max");
    draw(
        List.of(episodeReturn),
        List.of(Curve.ofRun(table, "velocity", "evaluation_velocity_mean")),
        List.of(Curve.ofRun(table, "temperature", "temperature")),
        out);
  }

  /**
   * Draws several groups of runs, each as its mean and range over the runs.
   *
   * @param groups files of progress by the group's name, in the order of the legend. Not modified.
   * @param out the PNG, replaced as a whole
   * @throws IOException when a table cannot be read, the picture not be drawn or written
   */
  public static void drawMany(Map<String, List<Path>> groups, Path out) throws IOException {
    List<Curve> returns = new ArrayList<>();
    List<Curve> velocities = new ArrayList<>();
    List<Curve> temperatures = new ArrayList<>();
    for (Map.Entry<String, List<Path>> group : groups.entrySet()) {
      List<Path> runs = group.getValue();
      String label =
          runs.size() == 1
              ? group.getKey() + ", one seed"
              : group.getKey() + ", mean and range of " + runs.size() + " seeds";
      returns.add(Curve.ofRuns(runs, label, "evaluation_return_mean"));
      velocities.add(Curve.ofRuns(runs, label, "evaluation_velocity_mean"));
      temperatures.add(Curve.ofRuns(runs, label, "temperature"));
    }
    draw(returns, velocities, temperatures, out);
  }

  private static void draw(
      List<Curve> returns, List<Curve> velocities, List<Curve> temperatures, Path out)
      throws IOException {
    double lastStep = Math.max(1, Curve.lastStep(returns));
    List<CurvePanel> panels =
        List.of(
            CurvePanel.of("Return of an evaluation episode", returns).withNames(),
            CurvePanel.of("Forward velocity, m/s", velocities)
                .withBar(WALKING, "walking: " + WALKING + " m/s"),
            CurvePanel.of("Temperature", temperatures));
    BufferedImage image;
    try {
      image = paint(panels, lastStep);
    } catch (RuntimeException | LinkageError | InternalError e) {
      // What Java throws for want of fonts depends on how much of them is missing.
      throw new IOException(
          "the learning curve cannot be drawn ("
              + e
              + "); are there fonts? On Debian and Ubuntu: apt install fontconfig fonts-dejavu",
          e);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    AtomicFile.write(out, png.toByteArray());
  }

  private static BufferedImage paint(List<CurvePanel> panels, double lastStep) {
    int height = PANEL_HEIGHT * panels.size() + BOTTOM_EXTRA;
    BufferedImage image =
        new BufferedImage(WIDTH * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(SCALE, SCALE);
    for (int i = 0; i < panels.size(); i++) {
      boolean bottom = i == panels.size() - 1;
      int panelHeight = PANEL_HEIGHT + (bottom ? BOTTOM_EXTRA : 0);
      panels.get(i).chart(WIDTH, panelHeight, lastStep, bottom).paint(graphics, WIDTH, panelHeight);
      graphics.translate(0, panelHeight);
    }
    graphics.dispose();
    return image;
  }
}
