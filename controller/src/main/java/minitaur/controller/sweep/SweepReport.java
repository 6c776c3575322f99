package minitaur.controller.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import minitaur.controller.run.Aggregate;
import minitaur.controller.run.CsvFormatException;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.FigureStyle;
import minitaur.controller.run.LearningCurvePlotter;
import minitaur.controller.run.PlottedRun;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.SampleStatistics;
import minitaur.controller.run.XAxis;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.sweep.LearnerComparison.Spread;
import minitaur.hal.Text;
import minitaur.hal.file.AtomicFile;

/**
 * Reports statistics over the seeds of a sweep's finished rows as CSV, Markdown and plots.
 *
 * @param directory of the rows' runs
 */
public record SweepReport(SweepPlan plan, SweepDirectory directory) {
  /** Reported metrics. */
  public enum Metric {
    /** Mean return of the last evaluation. */
    FINAL_RETURN("evaluation_return_mean", "1", false),
    /** Mean forward velocity of the last evaluation. */
    FINAL_VELOCITY("evaluation_velocity_mean", "m/s", false),
    /** Max over the evaluations of the mean forward velocity. */
    BEST_VELOCITY("evaluation_velocity_mean", "m/s", true);

    private final String column;
    private final String unit;
    private final boolean best;

    Metric(String column, String unit, boolean best) {
      this.column = column;
      this.unit = unit;
      this.best = best;
    }

    /** Name in tables. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Unit of the metric. */
    public String unit() {
      return unit;
    }

    /** Returns the value of a run; NaN before the first evaluation. */
    double value(Path run) throws IOException {
      double value = Double.NaN;
      for (double each : CsvTable.read(run.resolve(RunDirectory.PROGRESS)).numbers(column)) {
        boolean better = !best || Double.isNaN(value) || each > value;
        value = Double.isFinite(each) && better ? each : value;
      }
      return value;
    }
  }

  /**
   * A line of the report.
   *
   * @param group settings of the runs
   */
  public record Line(String group, Metric metric, SampleStatistics statistics) {}

  /** Computes every metric of every group of settings from its finished rows. */
  public List<Line> lines() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Map.Entry<String, List<SweepRow>> group : finishedRows(SweepRow::group).entrySet()) {
      for (Metric metric : Metric.values()) {
        double[] values =
            values(metric, group.getValue()).stream().mapToDouble(Double::doubleValue).toArray();
        lines.add(new Line(group.getKey(), metric, SampleStatistics.of(values)));
      }
    }
    return lines;
  }

  /**
   * Environment steps at the start of the final series of evaluations that all count as walking;
   * empty if the last evaluation does not.
   */
  static Optional<Long> lastingWalk(CsvTable progress) throws CsvFormatException {
    List<String> walking = progress.strings("walks");
    int first = walking.size();
    while (first > 0 && Boolean.parseBoolean(walking.get(first - 1))) {
      first--;
    }
    return first < walking.size()
        ? Optional.of((long) progress.numbers("step")[first])
        : Optional.empty();
  }

  /** The lasting walk of a row as text, or {@code none}. */
  private String lastingWalk(SweepRow row, String none) throws IOException {
    return lastingWalk(CsvTable.read(directory.run(row).resolve(RunDirectory.PROGRESS)))
        .map(String::valueOf)
        .orElse(none);
  }

  /** Formats a Markdown table with one line per group, listing its seeds in order. */
  private String markdownTable() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("| settings | seeds | lasting walk from step, by seed |");
    table.append(" return at the end, mean (range) | velocity at the end, mean (range) |\n");
    table.append("|---|---|---|---|---|\n");
    for (Map.Entry<String, List<SweepRow>> group : finishedRows(SweepRow::group).entrySet()) {
      List<String> seeds = new ArrayList<>();
      List<String> walks = new ArrayList<>();
      for (SweepRow row : group.getValue()) {
        seeds.add(Long.toString(row.seed()));
        walks.add(lastingWalk(row, "-"));
      }
      table.append(
          "| %s | %s | %s | %s | %s m/s |\n"
              .formatted(
                  group.getKey(),
                  String.join(", ", seeds),
                  String.join(", ", walks),
                  formatMeanAndRange("%.0f", Metric.FINAL_RETURN, group.getValue()),
                  formatMeanAndRange("%.2f", Metric.FINAL_VELOCITY, group.getValue())));
    }
    return table.toString();
  }

  /** Formats mean and range, such as {@code 451 (444 to 463)}. */
  private String formatMeanAndRange(String number, Metric metric, List<SweepRow> rows)
      throws IOException {
    List<Double> values = values(metric, rows);
    return values.isEmpty() ? "-" : Spread.of(values).format(number);
  }

  /** Returns the values of a metric, skipping rows without one. */
  private List<Double> values(Metric metric, List<SweepRow> rows) throws IOException {
    List<Double> values = new ArrayList<>();
    for (SweepRow row : rows) {
      double value = metric.value(directory.run(row));
      if (!Double.isNaN(value)) {
        values.add(value);
      }
    }
    return values;
  }

  /** Formats a CSV table of the finished rows with their metrics. */
  private String rowsCsv() throws IOException {
    StringBuilder csv = new StringBuilder("row,settings,seed,lasting_walk_step");
    for (Metric metric : Metric.values()) {
      csv.append(',').append(metric.key());
    }
    csv.append('\n');
    for (SweepRow row : directory.finishedRows(plan)) {
      csv.append(
          "%s,\"%s\",%d,%s".formatted(row.name(), row.group(), row.seed(), lastingWalk(row, "")));
      for (Metric metric : Metric.values()) {
        csv.append(',').append(metric.value(directory.run(row)));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /**
   * Writes report.csv, rows.csv, table.md and learning curves: one figure of all groups, over robot
   * time for the robot's environment, and, if several settings other than the run length vary, one
   * figure per setting over steps.
   *
   * @return the written files
   */
  public List<Path> write() throws IOException {
    List<Path> files = new ArrayList<>();
    StringBuilder csv = new StringBuilder();
    csv.append("settings,metric,unit,runs,mean,interquartile_mean,low_95,high_95\n");
    for (Line line : lines()) {
      SampleStatistics s = line.statistics();
      csv.append(
          Text.of(
              "\"%s\",%s,%s,%d,%s,%s,%s,%s\n",
              line.group(),
              line.metric().key(),
              line.metric().unit(),
              s.count(),
              s.mean(),
              s.interquartileMean(),
              s.low(),
              s.high()));
    }
    files.add(writeFile("report.csv", csv.toString()));
    files.add(writeFile("rows.csv", rowsCsv()));
    files.add(writeFile("table.md", markdownTable()));
    boolean robotEnvironment =
        plan.rows().stream().noneMatch(row -> plan.configuration(row).environment().isExternal());
    plot("curves", SweepRow::label, robotEnvironment ? XAxis.ROBOT_TIME : XAxis.STEPS, files);
    List<String> axes =
        plan.axes().stream().filter(axis -> !axis.equals(SweepRow.STEPS_KEY)).toList();
    for (String axis : axes.size() > 1 ? axes : List.<String>of()) {
      plot(
          "curves-" + axis,
          row -> axis + "=" + row.settings().getOrDefault(axis, "default"),
          XAxis.STEPS,
          files);
    }
    return files;
  }

  private Path writeFile(String name, String text) throws IOException {
    Path file = directory.path().resolve(name);
    AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    return file;
  }

  private void plot(String name, Function<SweepRow, String> label, XAxis axis, List<Path> files)
      throws IOException {
    Map<String, List<PlottedRun>> runsByLabel = new LinkedHashMap<>();
    for (Map.Entry<String, List<SweepRow>> group : finishedRows(label).entrySet()) {
      List<PlottedRun> runs = new ArrayList<>();
      for (SweepRow row : group.getValue()) {
        Path run = directory.run(row);
        double rate = ControllerConfig.ofRun(run, List.of()).task().timing().policyRateHz();
        runs.add(PlottedRun.of(run, row.seed(), rate));
      }
      runsByLabel.put(group.getKey(), runs);
    }
    if (!runsByLabel.isEmpty()) {
      Path file = directory.path().resolve(name + ".png");
      new LearningCurvePlotter(FigureStyle.SCREEN, axis, Aggregate.MEAN)
          .drawGroups(runsByLabel, file);
      files.add(file);
    }
  }

  private Map<String, List<SweepRow>> finishedRows(Function<SweepRow, String> group)
      throws IOException {
    return directory.finishedRows(plan).stream()
        .collect(Collectors.groupingBy(group, LinkedHashMap::new, Collectors.toList()));
  }
}
