package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.EnvironmentOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.run.ExitCode;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.sweep.LearnerComparison;
import minitaur.controller.sweep.LearnerComparison.Spread;
import minitaur.controller.sweep.LocalExecutor;
import minitaur.controller.sweep.SweepDirectory;
import minitaur.hal.SystemClock;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "compare",
    header = "Train several learners in one environment, and compare them.",
    description = {
      "Trains each learner with each seed, one process per run, and prints a table of the"
          + " evaluation returns. Writes compare.csv and compare.png: the mean and range over the"
          + " seeds against environment steps.",
      "A finished run is not repeated and an interrupted one is resumed: run the same command again"
          + " at any time, also with more learners or seeds. Other settings need another --dir."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur compare --learners paper,layer-norm-sac --steps 30000",
      "  minitaur compare --env gymnasium:Hopper-v5 --env-python venv/bin/python \\",
      "      --learners paper,layer-norm-sac --seeds 3 --steps 100000"
    })
final class CompareCommand extends ProgramCommand {
  private static final int MAX_SEEDS = 1000;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final EnvironmentOptions environmentOptions = new EnvironmentOptions();

  @Option(
      names = "--learners",
      paramLabel = "NAME",
      split = ",",
      required = true,
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "Learners, separated by commas.")
  private List<String> learners = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs of each learner, with the seeds 0 to N - 1.")
  private int seeds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Length of each run in environment steps. Default: ${bundle:run.steps}.")
  private @Nullable String steps;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Directory of the comparison. Default: runs/compare-<environment>.")
  private @Nullable Path directory;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "0",
      description = "Runs at a time; 0 for the number of cores, and fewer when memory is short.")
  private int jobs;

  @Option(names = "--retry-failed", description = "Repeat failed runs.")
  private boolean retryFailed;

  @Option(names = "--json", description = "Print one JSON object per learner.")
  private boolean json;

  CompareCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException, InterruptedException {
    require(seeds >= 1 && seeds <= MAX_SEEDS, "--seeds", seeds, "1 to 1000");
    require(jobs >= 0, "--jobs", jobs, "at least 0");
    require(
        new HashSet<>(learners).size() == learners.size(),
        "--learners",
        String.join(",", learners),
        "each name once");
    List<ConfigOverride> settings = new ArrayList<>(configOptions.assignments());
    require(
        settings.stream().noneMatch(each -> each.path().equals("run.seed")),
        "--set",
        "run.seed",
        "other settings; the seeds are 0 to N - 1 with --seeds N");
    environmentOptions.addTo(settings);
    if (steps != null) {
      settings.add(new ConfigOverride("--steps " + steps, "run.steps", steps));
    }
    List<ConfigOverride> firstOverrides = new ArrayList<>(settings);
    firstOverrides.add(
        new ConfigOverride("--learners " + learners.get(0), "learner.name", learners.get(0)));
    ControllerConfig config = configOptions.read(firstOverrides);
    Path outputDirectory =
        directory == null
            ? Path.of(
                "runs", "compare-" + config.environment().id().replaceAll("[^A-Za-z0-9._-]+", "-"))
            : directory;
    LearnerComparison comparison =
        LearnerComparison.prepare(outputDirectory, configOptions.file(), settings, learners, seeds);
    ExitCode code = train(comparison);
    List<Path> files = comparison.write();
    if (json) {
      for (LearnerComparison.Line line : comparison.lines()) {
        program.printJson(fields(line));
      }
    } else {
      printTable(comparison.lines(), !config.environment().isExternal());
      files.forEach(file -> out.println("Wrote " + file));
    }
    return code;
  }

  /** Trains the unfinished runs. */
  private ExitCode train(LearnerComparison comparison) throws IOException, InterruptedException {
    SweepDirectory sweepDirectory = comparison.directory();
    if (retryFailed) {
      sweepDirectory.retryFailed(comparison.plan());
    }
    boolean failed = false;
    for (SweepDirectory.Status status : sweepDirectory.status(comparison.plan())) {
      if (status.state() == SweepDirectory.State.FAILED) {
        failed = true;
        program.err().println("failed  " + status.row().name() + ": " + status.reason());
      }
    }
    // With --json, standard output is for results only.
    LocalExecutor executor =
        new LocalExecutor(
            comparison.plan(),
            sweepDirectory,
            SweepCommand.rowCommand(comparison.plan(), sweepDirectory),
            jobs,
            new SystemClock(),
            json ? program.err()::println : out::println);
    try (StopSignal stop = new StopSignal(() -> program.err().println("Stopping ..."))) {
      boolean success =
          executor.run(sweepDirectory.unfinishedRows(comparison.plan()), stop::isRequested);
      return success || !stop.isRequested() ? ExitCode.of(success && !failed) : ExitCode.STOPPED;
    }
  }

  /**
   * @param robot whether the environment is the robot, which can walk
   */
  private void printTable(List<LearnerComparison.Line> lines, boolean robot) {
    String format = "%-22s %4s  %-28s %-28s %9s" + (robot ? "  %s" : "") + "%n";
    out.printf(
        format, "learner", "runs", "final return", "best return", "updates/s", "lasting walk");
    for (LearnerComparison.Line line : lines) {
      String walkSteps =
          line.lastingWalkSteps().stream().map(String::valueOf).collect(Collectors.joining(", "));
      out.printf(
          format,
          line.learner(),
          line.runs(),
          line.finalReturn().format(),
          line.bestReturn().format(),
          Text.number("%.0f", line.updatesPerSecond().mean()),
          walkSteps.isEmpty() ? "-" : "from step " + walkSteps);
    }
  }

  private static Map<String, Object> fields(LearnerComparison.Line line) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("learner", line.learner());
    fields.put("runs", line.runs());
    putSpread(fields, "final_return", line.finalReturn());
    putSpread(fields, "best_return", line.bestReturn());
    putSpread(fields, "updates_per_second", line.updatesPerSecond());
    fields.put("lasting_walk_steps", line.lastingWalkSteps());
    return fields;
  }

  private static void putSpread(Map<String, Object> fields, String name, Spread spread) {
    fields.put(name + "_mean", spread.mean());
    fields.put(name + "_min", spread.min());
    fields.put(name + "_max", spread.max());
  }
}
