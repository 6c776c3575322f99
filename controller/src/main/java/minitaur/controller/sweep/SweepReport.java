package minitaur.controller.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import minitaur.controller.run.Aggregate;
import minitaur.controller.run.CsvFormatException;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.FigureStyle;
import minitaur.controller.run.LearningCurve;
import minitaur.controller.run.PlottedRun;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.SampleStatistics;
import minitaur.controller.run.XAxis;
import minitaur.controller.run.storage.AtomicFile;
import minitaur.controller.settings.ControllerConfig;

/** Statistics of the finished rows of a sweep over their seeds, as CSV and plots. */
public final class SweepReport {
  private final SweepPlan plan;
  private final SweepDirectory directory;

  public SweepReport(SweepPlan plan, SweepDirectory directory) {
    this.plan = plan;
    this.directory = directory;
  }

  /** Reported metrics. */
  public enum Metric {
    /** Mean return of the last evaluation. */
    FINAL_RETURN("evaluation_return_mean", "1", false),
    /** Mean forward velocity of the last evaluation. */
    FINAL_VELOCITY("evaluation_velocity_mean", "m/s", false),
    /** Largest mean forward velocity of an evaluation. */
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

    /** Unit. */
    public String unit() {
      return unit;
    }

    /** The value of a run; NaN before the first evaluation. */
    double of(Path run) throws IOException {
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

  /** Every group of settings with every metric, over its finished rows. */
  public List<Line> lines() throws IOException {
    Map<String, List<Path>> groups = finished(SweepRow::group);
    List<Line> lines = new ArrayList<>();
    for (Map.Entry<String, List<Path>> group : groups.entrySet()) {
      for (Metric metric : Metric.values()) {
        List<Double> values = new ArrayList<>();
        for (Path run : group.getValue()) {
          double value = metric.of(run);
          if (!Double.isNaN(value)) {
            values.add(value);
          }
        }
        double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
        lines.add(new Line(group.getKey(), metric, SampleStatistics.of(array)));
      }
    }
    return lines;
  }

  /** Environment steps of the first evaluation from which every later one walks. */
  static OptionalLong lastingWalk(CsvTable progress) throws CsvFormatException {
    List<String> walking = progress.texts("walks");
    int first = walking.size();
    while (first > 0 && Boolean.parseBoolean(walking.get(first - 1))) {
      first--;
    }
    return first < walking.size()
        ? OptionalLong.of((long) progress.numbers("step")[first])
        : OptionalLong.empty();
  }

  /** Every finished row with its metrics. */
  private String rows() throws IOException {
    StringBuilder csv = new StringBuilder("row,settings,seed,lasting_walk_step");
    for (Metric metric : Metric.values()) {
      csv.append(',').append(metric.key());
    }
    csv.append('\n');
    for (SweepDirectory.Status status : directory.status(plan)) {
      if (status.state() != SweepDirectory.State.DONE) {
        continue;
      }
      SweepRow row = status.row();
      Path run = directory.run(row);
      OptionalLong walk = lastingWalk(CsvTable.read(run.resolve(RunDirectory.PROGRESS)));
      csv.append(
          "%s,\"%s\",%d,%s"
              .formatted(
                  row.name(),
                  row.group(),
                  row.seed(),
                  walk.isPresent() ? Long.toString(walk.getAsLong()) : ""));
      for (Metric metric : Metric.values()) {
        csv.append(',').append(metric.of(run));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /**
   * Writes report.csv, rows.csv, and learning curves per axis.
   *
   * @return the files
   */
  public List<Path> write() throws IOException {
    List<Path> files = new ArrayList<>();
    StringBuilder csv = new StringBuilder();
    csv.append("settings,metric,unit,runs,mean,interquartile_mean,low_95,high_95\n");
    for (Line line : lines()) {
      SampleStatistics s = line.statistics();
      csv.append(
          String.format(
              Locale.ROOT,
              "\"%s\",%s,%s,%d,%s,%s,%s,%s%n",
              line.group(),
              line.metric().key(),
              line.metric().unit(),
              s.count(),
              s.mean(),
              s.interquartileMean(),
              s.low(),
              s.high()));
    }
    Path table = directory.path().resolve("report.csv");
    AtomicFile.write(table, csv.toString().getBytes(StandardCharsets.UTF_8));
    files.add(table);
    Path rows = directory.path().resolve("rows.csv");
    AtomicFile.write(rows, rows().getBytes(StandardCharsets.UTF_8));
    files.add(rows);
    if (plan.axes().isEmpty()) {
      plot("seeds", row -> plan.name(), files);
    }
    for (String axis : plan.axes()) {
      plot(axis, row -> axis + "=" + row.settings().getOrDefault(axis, "default"), files);
    }
    return files;
  }

  private void plot(String name, Function<SweepRow, String> label, List<Path> files)
      throws IOException {
    Map<String, List<PlottedRun>> curves = new LinkedHashMap<>();
    for (Map.Entry<String, List<Path>> group : finished(label).entrySet()) {
      List<PlottedRun> runs = new ArrayList<>();
      for (Path run : group.getValue()) {
        ControllerConfig config = ControllerConfig.ofRun(run, List.of());
        runs.add(PlottedRun.of(run, config.run().seed(), config.task().timing().policyRateHz()));
      }
      curves.put(group.getKey(), runs);
    }
    if (!curves.isEmpty()) {
      Path file = directory.path().resolve("curve-" + name + ".png");
      new LearningCurve(FigureStyle.SCREEN, XAxis.STEPS, Aggregate.MEAN).drawMany(curves, file);
      files.add(file);
    }
  }

  private Map<String, List<Path>> finished(Function<SweepRow, String> group) throws IOException {
    Map<String, List<Path>> groups = new LinkedHashMap<>();
    for (SweepDirectory.Status status : directory.status(plan)) {
      if (status.state() == SweepDirectory.State.DONE) {
        groups
            .computeIfAbsent(group.apply(status.row()), key -> new ArrayList<>())
            .add(directory.run(status.row()));
      }
    }
    return groups;
  }
}
