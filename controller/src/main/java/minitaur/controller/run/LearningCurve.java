package minitaur.controller.run;

import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import minitaur.controller.run.storage.PngFile;

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
   * Draws several groups of runs, each as its mean and range over the runs with the runs themselves
   * as thin lines.
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
    int height = PANEL_HEIGHT * panels.size() + BOTTOM_EXTRA;
    PngFile.write(out, WIDTH, height, graphics -> paint(panels, lastStep, graphics));
  }

  private static void paint(List<CurvePanel> panels, double lastStep, Graphics2D graphics) {
    for (int i = 0; i < panels.size(); i++) {
      boolean bottom = i == panels.size() - 1;
      int height = PANEL_HEIGHT + (bottom ? BOTTOM_EXTRA : 0);
      panels.get(i).chart(WIDTH, height, lastStep, bottom).paint(graphics, WIDTH, height);
      graphics.translate(0, height);
    }
  }
}
