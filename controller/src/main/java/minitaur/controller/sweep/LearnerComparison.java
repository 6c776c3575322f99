package minitaur.controller.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.run.Aggregate;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.FigureStyle;
import minitaur.controller.run.LearningCurvePlotter;
import minitaur.controller.run.PlottedRun;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.XAxis;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.Text;
import minitaur.hal.file.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * A sweep over learners and seeds in one environment, with a table and a figure in the style of
 * figure 1 of Haarnoja et al. 2018 (arXiv 1812.05905): mean and min-max range of the evaluation
 * returns over the seeds.
 *
 * @param plan each learner with each seed
 * @param directory of the runs
 */
public record LearnerComparison(SweepPlan plan, SweepDirectory directory) {
  private static final String PLAN_FILE = "compare.yaml";
  private static final String LEARNER_KEY = "learner.name";

  /**
   * Writes the plan into a directory.
   *
   * @param config configuration file of all runs; null for none
   * @param settings of all runs; later ones take precedence. Not modified.
   * @param learners names of the learners, in the order of the table. Not modified.
   * @param seeds number of seeds, starting at 0
   * @throws minitaur.controller.config.ConfigException when a setting or a learner is invalid, or
   *     the directory contains runs with other settings; nothing is written then
   */
  public static LearnerComparison prepare(
      Path directory,
      @Nullable Path config,
      List<ConfigOverride> settings,
      List<String> learners,
      int seeds)
      throws IOException {
    Map<String, String> common = new LinkedHashMap<>();
    settings.forEach(setting -> common.put(setting.path(), setting.value()));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("name", String.valueOf(directory.getFileName()));
    if (config != null) {
      root.put("config", config.toAbsolutePath().toString());
    }
    root.put("settings", common);
    root.put("grid", Map.of(LEARNER_KEY, learners));
    root.put("seeds", IntStream.range(0, seeds).boxed().toList());
    Path file = directory.resolve(PLAN_FILE);
    // JSON is valid YAML.
    String text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    SweepPlan plan = SweepPlan.parse(file, text);
    SweepDirectory sweepDirectory = new SweepDirectory(directory);
    sweepDirectory.requireSameSettings(plan);
    Files.createDirectories(directory);
    AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    return new LearnerComparison(plan, sweepDirectory);
  }

  /**
   * A line of the table: the finished runs of a learner.
   *
   * @param runs number of runs
   * @param finalReturn of the last evaluation
   * @param bestReturn of the best evaluation
   * @param updatesPerSecond gradient steps per second
   * @param lastingWalkSteps for each run that walks at its end, the step from which on every
   *     evaluation counts as walking; always empty in environments other than the robot
   */
  public record Line(
      String learner,
      int runs,
      Spread finalReturn,
      Spread bestReturn,
      Spread updatesPerSecond,
      List<Long> lastingWalkSteps) {}

  /** Mean, min and max over the runs. */
  public record Spread(double mean, double min, double max) {
    static Spread of(List<Double> values) {
      DoubleSummaryStatistics statistics =
          values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
      return values.isEmpty()
          ? new Spread(Double.NaN, Double.NaN, Double.NaN)
          : new Spread(statistics.getAverage(), statistics.getMin(), statistics.getMax());
    }

    /** Text such as {@code 4200 (3900 to 4500)}. */
    public String format() {
      return format("%.0f");
    }

    /** Text such as {@code 4200 (3900 to 4500)}, with a format for each number. */
    String format(String number) {
      return "%s (%s to %s)"
          .formatted(Text.number(number, mean), Text.number(number, min), Text.number(number, max));
    }
  }

  /** The lines of the table, from finished runs. */
  public List<Line> lines() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Map.Entry<String, List<Path>> learner : finishedRuns().entrySet()) {
      List<Double> finalReturns = new ArrayList<>();
      List<Double> bestReturns = new ArrayList<>();
      List<Double> speeds = new ArrayList<>();
      List<Long> walkSteps = new ArrayList<>();
      for (Path run : learner.getValue()) {
        CsvTable progress = CsvTable.read(run.resolve(RunDirectory.PROGRESS));
        double[] steps = progress.numbers("step");
        double[] returns = progress.numbers("evaluation_return_mean");
        if (steps.length == 0) {
          continue;
        }
        finalReturns.add(returns[returns.length - 1]);
        bestReturns.add(Arrays.stream(returns).max().orElse(Double.NaN));
        double[] updates = progress.numbers("updates");
        double[] seconds = progress.numbers("wall_seconds");
        speeds.add(updates[updates.length - 1] / seconds[seconds.length - 1]);
        SweepReport.lastingWalk(progress).ifPresent(walkSteps::add);
      }
      lines.add(
          new Line(
              learner.getKey(),
              finalReturns.size(),
              Spread.of(finalReturns),
              Spread.of(bestReturns),
              Spread.of(speeds),
              List.copyOf(walkSteps)));
    }
    return lines;
  }

  /**
   * Writes compare.csv with every evaluation of every finished run, and compare.png.
   *
   * @return the files
   */
  public List<Path> write() throws IOException {
    StringBuilder csv = new StringBuilder("learner,seed,step,updates,wall_seconds,return\n");
    Map<String, List<PlottedRun>> runsByLearner = new LinkedHashMap<>();
    for (Map.Entry<String, List<Path>> learner : finishedRuns().entrySet()) {
      List<PlottedRun> runs = new ArrayList<>();
      for (Path run : learner.getValue()) {
        ControllerConfig config = ControllerConfig.ofRun(run, List.of());
        long seed = config.run().seed();
        runs.add(PlottedRun.of(run, seed, config.task().timing().policyRateHz()));
        CsvTable progress = CsvTable.read(run.resolve(RunDirectory.PROGRESS));
        List<String> steps = progress.strings("step");
        List<String> updates = progress.strings("updates");
        List<String> seconds = progress.strings("wall_seconds");
        List<String> returns = progress.strings("evaluation_return_mean");
        for (int i = 0; i < steps.size(); i++) {
          csv.append(
              "%s,%d,%s,%s,%s,%s%n"
                  .formatted(
                      learner.getKey(),
                      seed,
                      steps.get(i),
                      updates.get(i),
                      seconds.get(i),
                      returns.get(i)));
        }
      }
      runsByLearner.put(learner.getKey(), runs);
    }
    Path table = directory.path().resolve("compare.csv");
    AtomicFile.write(table, csv.toString().getBytes(StandardCharsets.UTF_8));
    if (runsByLearner.isEmpty()) {
      return List.of(table);
    }
    Path figure = directory.path().resolve("compare.png");
    new LearningCurvePlotter(FigureStyle.SCREEN, XAxis.STEPS, Aggregate.MEAN)
        .drawReturns(runsByLearner, figure);
    return List.of(table, figure);
  }

  private Map<String, List<Path>> finishedRuns() throws IOException {
    return directory.finishedRows(plan).stream()
        .collect(
            Collectors.groupingBy(
                row -> row.settings().getOrDefault(LEARNER_KEY, ""),
                LinkedHashMap::new,
                Collectors.mapping(directory::run, Collectors.toList())));
  }
}
