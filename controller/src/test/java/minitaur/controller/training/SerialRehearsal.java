package minitaur.controller.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.BuildInfo;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RobotConfig;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorDesk;
import minitaur.controller.rig.EmulatedLab;
import minitaur.controller.rig.Rig;
import minitaur.controller.rig.Rigs;
import minitaur.controller.run.RunDirectory;
import minitaur.hal.SystemClock;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.SafetyWitness;

/**
 * An untrained robot collects steps over a serial line in real time, emulated board and learner on
 * the same machine. Too long for a test; arguments: steps, directory of the run.
 */
final class SerialRehearsal {
  private SerialRehearsal() {}

  /** Runs it and prints what came of it. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    SystemClock clock = new SystemClock();
    SafetyWitness witness = new SafetyWitness();
    try (EmulatedLab lab =
        new EmulatedLab(
            RobotConfig.Board.MINITAUR_LINK, SimulationProfile.realistic(), 1, witness, clock)) {
      ControllerConfig config =
          config(
              "robot.hal=serial",
              "run.mode=asynchronous",
              "robot.allowUncalibrated=true",
              "robot.port=" + lab.port(),
              "mocap.source=vrpn",
              "mocap.host=127.0.0.1",
              "mocap.port=" + lab.mocapPort(),
              "mocap.body=" + EmulatedLab.BODY,
              "run.steps=" + arguments[0]);
      train(config, directory, clock);
      System.out.println(witness.describe());
      System.out.println(
          "board: stood still %.1f ms, lateness %s"
              .formatted(
                  lab.running().skippedNanos() * 1e-6, lab.running().lateness().percentiles()));
    }
    Path log = directory.resolve("seam-1.log");
    SeamReplay.Result replay = SeamReplay.ofRun(RunDirectory.readConfig(directory, List.of()), log);
    System.out.println(
        "replay: %d episodes, %d commands, %d differ, %d without answer; log %d bytes"
            .formatted(
                replay.episodes().size(),
                replay.commands(),
                replay.differing(),
                replay.unanswered(),
                Files.size(log)));
  }

  private static void train(ControllerConfig config, Path directory, SystemClock clock)
      throws Exception {
    long start = clock.nanos();
    try (RunDirectory run =
            RunDirectory.create(directory, config, new BuildInfo("test", "0", false));
        TrainingRun training = new TrainingRun(config, run, "0", new Printer());
        Rig rig = Rigs.open(config, 0, true, run.nextSeamLog())) {
      Surroundings surroundings =
          new Surroundings(rig, new OperatorDesk(InstantSource.system()), () -> {});
      new AsynchronousTraining(config, training, surroundings).train(() -> false);
      System.out.println(rig.status());
    }
    System.out.println("took %.0f s".formatted((clock.nanos() - start) * 1e-9));
  }

  static ControllerConfig config(String... settings) {
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String setting : settings) {
      overrides.add(ConfigOverride.parse("test", setting));
    }
    return ConfigReader.read(overrides);
  }

  /** Prints episodes. */
  private static final class Printer implements TrainingListener {
    @Override
    public void onStart(long steps) {}

    @Override
    public void onSteps(long steps, long updatesOwed, double temperature) {}

    @Override
    public void onEpisode(EpisodeSummary summary) {
      System.out.println(
          "episode %d: %s, %d dropped"
              .formatted(summary.index(), summary.describeEnd(), summary.droppedTransitions()));
    }

    @Override
    public void onEvaluation(long steps, EvaluationResult result) {
      System.out.println(steps + ": " + result);
    }

    @Override
    public void onBalance(StepBalance balance) {
      System.out.println(balance.describe());
    }
  }
}
