package minitaur.controller.run;

import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import minitaur.controller.run.storage.FigureFormat;

/** Draws learning curves: return, forward velocity and temperature. */
public final class LearningCurvePlotter {
  private final FigureStyle style;
  private final XAxis axis;
  private final Aggregate aggregate;

  /** Creates a plotter with a style, a horizontal axis and an aggregation of several runs. */
  public LearningCurvePlotter(FigureStyle style, XAxis axis, Aggregate aggregate) {
    this.style = style;
    this.axis = axis;
    this.aggregate = aggregate;
  }

  /**
   * Draws one run for a screen.
   *
   * @param out the figure, replaced atomically
   * @throws IOException when a table cannot be read or the figure cannot be drawn or written
   */
  public static void draw(PlottedRun run, Path out) throws IOException {
    XAxis axis = XAxis.STEPS;
    Curve episodeReturn =
        Curve.ofRun(
                run,
                axis,
                "evaluation, mean",
                "evaluation, range of the episodes",
                "evaluation_return_mean",
                "evaluation_return_min",
                "evaluation_return_max")
            .withMember(Curve.ofTraining(run, axis));
    new LearningCurvePlotter(FigureStyle.SCREEN, axis, Aggregate.MEAN)
        .draw(
            List.of(episodeReturn),
            List.of(Curve.ofRun(run, axis, "velocity", "evaluation_velocity_mean")),
            List.of(Curve.ofRun(run, axis, "temperature", "temperature")),
            out);
  }

  /**
   * Draws several groups of runs: the aggregate over the steps that all runs of the group have
   * reached, and the individual runs as thin lines.
   *
   * @param groups runs by group name, in the order of the legend. Not modified.
   * @param out the figure, replaced atomically
   * @throws IOException when a table cannot be read or the figure cannot be drawn or written
   */
  public void drawGroups(Map<String, List<PlottedRun>> groups, Path out) throws IOException {
    List<Curve> returns = curves(groups, "evaluation_return_mean");
    List<PlottedRun> first = groups.values().iterator().next();
    if (groups.size() == 1 && first.size() == 1) {
      returns = List.of(returns.get(0).withMember(Curve.ofTraining(first.get(0), axis)));
    }
    List<Curve> velocities = curves(groups, "evaluation_velocity_mean");
    List<Curve> temperatures = curves(groups, "temperature");
    draw(returns, velocities, temperatures, out);
  }

  /**
   * Draws the evaluation returns of several groups of runs in one panel: the aggregate over the
   * steps that all runs of the group have reached.
   *
   * @param groups runs by group name, in the order of the legend. Not modified.
   * @param out the figure, replaced atomically
   * @throws IOException when a table cannot be read or the figure cannot be drawn or written
   */
  public void drawReturns(Map<String, List<PlottedRun>> groups, Path out) throws IOException {
    List<Curve> returns =
        curves(groups, "evaluation_return_mean").stream().map(Curve::withoutMembers).toList();
    draw(
        List.of(CurvePanel.of("Return of an evaluation episode", returns).withLinesInLegend()),
        out);
  }

  /**
   * Draws gait metrics of several groups of runs: forward velocity, electrical power and the
   * predicted steady-state winding temperature of the hottest motor.
   *
   * @param groups runs by group name, in the order of the legend. Not modified.
   * @param out the figure, replaced atomically
   * @throws IOException when a table cannot be read or the figure cannot be drawn or written
   */
  public void drawPower(Map<String, List<PlottedRun>> groups, Path out) throws IOException {
    List<CurvePanel> panels =
        List.of(
            velocityPanel(curves(groups, "evaluation_velocity_mean")).withLinesInLegend(),
            CurvePanel.logarithmic("Electrical power (W)", curves(groups, "evaluation_power_mean")),
            CurvePanel.logarithmic(
                "Steady-state winding (°C)", curves(groups, "evaluation_winding_steady_max")));
    draw(panels, out);
  }

  private List<Curve> curves(Map<String, List<PlottedRun>> groups, String column)
      throws IOException {
    List<Curve> curves = new ArrayList<>();
    for (Map.Entry<String, List<PlottedRun>> group : groups.entrySet()) {
      List<PlottedRun> runs = group.getValue();
      curves.add(Curve.ofRuns(runs, axis, aggregate, label(group.getKey(), runs), column));
    }
    return curves;
  }

  /** Legend label of a group, with the number of its distinct seeds. */
  String label(String group, List<PlottedRun> runs) {
    long seeds = runs.stream().mapToLong(PlottedRun::seed).distinct().count();
    if (runs.size() == 1) {
      return group + " (1 seed)";
    }
    String count =
        seeds == runs.size() ? seeds + " seeds" : "%d runs, %d seeds".formatted(runs.size(), seeds);
    if (!style.longLabels()) {
      return "%s (%s)".formatted(group, count);
    }
    return "%s (%s of %s)".formatted(group, aggregate.description(), count);
  }

  private void draw(List<Curve> returns, List<Curve> velocities, List<Curve> temperatures, Path out)
      throws IOException {
    List<CurvePanel> panels = new ArrayList<>();
    panels.add(CurvePanel.of("Return of an episode", returns).withLinesInLegend());
    // Only the robot's environment has a velocity, and only some learners have a temperature.
    if (hasPoints(velocities) || !hasPoints(returns)) {
      panels.add(velocityPanel(velocities));
    }
    if (hasPoints(temperatures) || !hasPoints(returns)) {
      panels.add(CurvePanel.logarithmic("Temperature", temperatures));
    }
    draw(panels, out);
  }

  private static CurvePanel velocityPanel(List<Curve> velocities) {
    return CurvePanel.of("Forward velocity (m/s)", velocities)
        .withReferenceLine(
            ProgressRow.WALKING_METRES_PER_SEC,
            "walking: " + ProgressRow.WALKING_METRES_PER_SEC + " m/s");
  }

  /** Draws panels whose horizontal axes have the range of the first panel's curves. */
  private void draw(List<CurvePanel> panels, Path out) throws IOException {
    List<Curve> returns = panels.get(0).curves();
    double xMin = Curve.minPositiveX(returns);
    double xMax = Math.max(xMin, Curve.maxX(returns));
    boolean sideBySide = style.sideBySide();
    int width = style.panelWidth() * (sideBySide ? panels.size() : 1);
    int height = style.panelHeight() * (sideBySide ? 1 : panels.size()) + xTitleHeight();
    FigureFormat.draw(
        out, width, height, style.pixelsPerUnit(), g -> paint(panels, xMin, xMax, height, g));
  }

  private static boolean hasPoints(List<Curve> curves) {
    return curves.stream().flatMap(Curve::lines).anyMatch(curve -> curve.x().length > 0);
  }

  private int xTitleHeight() {
    return style.sideBySide() ? 0 : Math.round(2.3f * style.fontSize());
  }

  private void paint(
      List<CurvePanel> panels, double xMin, double xMax, int figureHeight, Graphics2D graphics) {
    int width = style.panelWidth();
    for (int i = 0; i < panels.size(); i++) {
      boolean showXTitle = style.sideBySide() || i == panels.size() - 1;
      int height =
          style.sideBySide()
              ? figureHeight
              : style.panelHeight() + (showXTitle ? xTitleHeight() : 0);
      panels
          .get(i)
          .createChart(style, axis, width, height, xMin, xMax, showXTitle)
          .paint(graphics, width, height);
      graphics.translate(style.sideBySide() ? width : 0, style.sideBySide() ? 0 : height);
    }
  }
}
