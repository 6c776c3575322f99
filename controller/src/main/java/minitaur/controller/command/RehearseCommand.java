package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.storage.ChildProcesses;
import minitaur.controller.run.storage.ExitHook;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.verify.ResultPrinter;
import minitaur.controller.verify.rehearsal.FleetTrial;
import minitaur.controller.verify.rehearsal.Rehearsal;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

@Command(
    name = "rehearse",
    header = "Rehearse remote training under faults.",
    description = {
      "Runs a trainer and a collector as two processes on this computer. Between them is a network"
          + " that is cut, delayed and corrupted; both are killed repeatedly, files are truncated"
          + " and damaged, and episodes are sent twice. At the end every finished episode must be"
          + " in the replay exactly once, by id and checksum. Exits with code 1 otherwise.",
      "The collector drives an emulated board over a serial port, tracked by an emulated motion"
          + " capture, in a third process and in real time. --robot simulated computes the robot"
          + " inside the collector, which is faster.",
      "Episodes are short and networks small: 1000 episodes with 200 faults take about ten minutes"
          + " on a simulated robot. An emulated one is armed for each episode, which takes four"
          + " seconds. --set changes the settings.",
      "--fleet N runs N simulated robots in real time and without faults for --minutes, with the"
          + " default learner: every episode must arrive once, and the update ratio must be held or"
          + " the updates skipped at the cap (remote.maxUpdateBacklog)."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur rehearse",
      "  minitaur rehearse --episodes 300 --faults 60 --json",
      "  minitaur rehearse --faults 0 --set task.episodeSteps=500",
      "  minitaur rehearse --fleet 8 --minutes 10"
    })
final class RehearseCommand extends ProgramCommand {
  static final List<String> SMALL_RUN_SETTINGS =
      List.of(
          "run.mode=asynchronous",
          "run.steps=100000000",
          "run.evaluationInterval=2147483647",
          "run.checkpointInterval=400",
          "task.episodeSteps=20",
          "learner.batchSize=32",
          "learner.hiddenUnits=32",
          "learner.randomSteps=400",
          "learner.updatesPerStep=0.5",
          "learner.replayCapacity=1000000",
          "compute.threads=1",
          "sim.profile=nominal",
          "sim.realTime=true",
          "remote.timeoutSeconds=3");

  /**
   * Settings of a fleet run. Updates beyond a backlog of about ten seconds are skipped, because
   * learning from the newest steps matters more than taking every update.
   */
  private static final List<String> FLEET_SETTINGS =
      List.of(
          "run.mode=asynchronous",
          "run.steps=100000000",
          "sim.realTime=true",
          "remote.maxUpdateBacklog=5000");

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Minimum number of finished episodes.")
  private int episodes;

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "200",
      description = "Minimum number of injected faults; 0 for none.")
  private int faults;

  @Option(
      names = "--fleet",
      paramLabel = "N",
      description = "Robots that collect for one trainer. Default: one, with faults.")
  private @Nullable Integer fleet;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "10",
      description = "Duration with --fleet.")
  private double minutes;

  @Option(
      names = "--robot",
      paramLabel = "ROBOT",
      defaultValue = "emulated",
      description = "What the collector drives: emulated or simulated.")
  private Rehearsal.Robot robot;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the faults.")
  private long seed;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "runs/rehearsal",
      description =
          "Directory for all files: a new one, or that of an earlier rehearsal, which is"
              + " deleted.")
  private Path directory;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Visibility.NEVER,
      description = "One setting of trainer and collector. Repeatable. Default: none.")
  private List<String> assignments = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object per result.")
  private boolean json;

  RehearseCommand(Program program) {
    super(program);
  }

  @Override
  @SuppressWarnings("try") // The hook acts when the process ends.
  public ExitCode call() throws IOException, InterruptedException {
    require(episodes >= 1, "--episodes", episodes, "at least 1");
    require(faults >= 0, "--faults", faults, "at least 0");
    requireUsed(fleet != null, "--fleet", "--minutes");
    requireUsed(
        fleet == null,
        "a rehearsal without --fleet",
        "--episodes",
        "--faults",
        "--robot",
        "--seed");
    require(fleet == null || (fleet >= 1 && fleet <= 100), "--fleet", fleet, "1 to 100");
    require(minutes > 0, "--minutes", minutes, "above 0");
    try (ExitHook hook = new ExitHook("rehearsal-end", ChildProcesses::kill)) {
      return rehearse();
    }
  }

  private ExitCode rehearse() throws IOException, InterruptedException {
    ResultPrinter printer = new ResultPrinter(out, json);
    if (fleet != null) {
      FleetTrial trial =
          new FleetTrial(
              config(FLEET_SETTINGS), Main.class, fleet, 60 * minutes, new SystemClock());
      printer.print(trial.run(directory));
      return ExitCode.of(printer.allMet());
    }
    Rehearsal rehearsal =
        new Rehearsal(
            new Rehearsal.Settings(
                config(SMALL_RUN_SETTINGS), directory, episodes, faults, robot, seed),
            Main.class,
            new SystemClock(),
            program.clock(),
            json ? line -> {} : out::println);
    printer.print(rehearsal.run());
    return ExitCode.of(printer.allMet());
  }

  /** The configuration of trainer and collector: {@code settings}, overridden by --set. */
  ControllerConfig config(List<String> settings) {
    List<ConfigOverride> overrides = new ArrayList<>();
    settings.forEach(each -> overrides.add(ConfigOverride.parse("rehearse", each)));
    assignments.forEach(each -> overrides.add(ConfigOverride.parse("--set", each)));
    return ControllerConfig.read(overrides);
  }
}
