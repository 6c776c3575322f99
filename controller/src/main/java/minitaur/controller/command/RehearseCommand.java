package minitaur.controller.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "rehearse",
    header = "Rehearse training on two computers, with everything going wrong.",
    description = {
      "Runs a trainer and a collector as two processes here, with a network between them that is"
          + " cut, delayed and corrupted, kills both again and again, tears and damages files, and"
          + " sends episodes twice. At the end every finished episode must be in the replay exactly"
          + " once, by ids and checksums.",
      "The collector drives an emulated board over a serial port and sees it by an emulated motion"
          + " capture, in a third process and in real time, as on the day at the robot. With --robot"
          + " simulated its robot is computed in its own process, which is quicker.",
      "The episodes are short and the networks small, so that 1000 episodes and 200 disturbances"
          + " take some ten minutes on a simulated robot; an emulated one is armed anew for each"
          + " episode, which takes four seconds. --set changes the settings."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur rehearse",
      "  minitaur rehearse --episodes 300 --disturbances 60 --json",
      "  minitaur rehearse --disturbances 0 --set task.episodeSteps=500"
    })
final class RehearseCommand implements Callable<Integer> {
  private static final List<String> SMALL =
      List.of(
          "run.mode=asynchronous",
          "run.steps=100000000",
          "run.evaluationInterval=2147483647",
          "run.checkpointInterval=400",
          "task.episodeSteps=20",
          "sac.batch=32",
          "sac.hiddenUnits=32",
          "sac.randomSteps=400",
          "sac.updatesPerStep=0.5",
          "sac.replayCapacity=1000000",
          "sac.threads=1",
          "sim.profile=nominal",
          "sim.realTime=true",
          "pipeline.timeoutSeconds=3");

  /** What is driven. */
  enum Robot {
    /** An emulated board on a serial port. */
    EMULATED,
    /** A robot that the collector computes. */
    SIMULATED
  }

  private final Job<RehearseRequest> job;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Episodes to be finished at least; default ${DEFAULT-VALUE}.")
  private int episodes;

  @Option(
      names = "--disturbances",
      paramLabel = "N",
      defaultValue = "200",
      description = "Disturbances to be survived at least, 0 for none; default ${DEFAULT-VALUE}.")
  private int disturbances;

  @Option(
      names = "--robot",
      paramLabel = "emulated|simulated",
      defaultValue = "emulated",
      description = "What the collector drives; default ${DEFAULT-VALUE}.")
  private Robot robot = Robot.EMULATED;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides what happens when; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "runs/rehearsal",
      description =
          "Where everything goes, a new directory or one of an earlier rehearsal, which is removed;"
              + " default ${DEFAULT-VALUE}.")
  private Path directory = Path.of("runs/rehearsal");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting of trainer and collector. Can be repeated.")
  private List<String> assignments = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  RehearseCommand(Job<RehearseRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    if (episodes < 1 || disturbances < 0) {
      throw new ParameterException(
          spec.commandLine(), "--episodes must be at least 1 and --disturbances at least 0");
    }
    List<ConfigOverride> overrides = new ArrayList<>();
    SMALL.forEach(each -> overrides.add(ConfigOverride.parse("rehearse", each)));
    assignments.forEach(each -> overrides.add(ConfigOverride.parse("--set", each)));
    return job.run(
            new RehearseRequest(
                ConfigReader.read(overrides),
                directory,
                episodes,
                disturbances,
                robot == Robot.EMULATED,
                seed,
                json))
        .number();
  }
}
