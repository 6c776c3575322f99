package minitaur.controller.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.Training;
import minitaur.hal.MotorCommand;
import minitaur.hal.random.RandomStream;

/**
 * Runs small training runs in simulated time in which a device fails at a random time, and resumes
 * each of them with a robot without faults.
 */
public final class FaultDrill {
  private static final double MAX_FAULT_SECONDS = 6;

  private FaultDrill() {}

  /**
   * Outcome of a run.
   *
   * @param fault injected fault
   * @param reported reason reported to the operator
   * @param isNamed whether the reported reason is correct
   * @param isSafe whether the motors were damped or disabled in time and stayed so
   * @param isResumed whether the run could be resumed
   */
  record Outcome(
      DeviceFault fault, String reported, boolean isNamed, boolean isSafe, boolean isResumed) {}

  /**
   * Performs {@code count} runs.
   *
   * @return one result per property, and one per failed run
   */
  public static List<Result> run(int count) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    ResultList results = new ResultList();
    for (int number = 0; number < count; number++) {
      Outcome outcome = runTrial(number);
      outcomes.add(outcome);
      if (!outcome.isNamed() || !outcome.isSafe() || !outcome.isResumed()) {
        results.info("failed run: " + outcome, number, "");
      }
    }
    results.all("motors safe in time", outcomes, Outcome::isSafe, "runs");
    results.all("correct reason reported", outcomes, Outcome::isNamed, "runs");
    results.all("run resumed", outcomes, Outcome::isResumed, "runs");
    return results.list();
  }

  /**
   * Performs one run.
   *
   * @param number number of the run, which determines the fault, its time and all random numbers
   */
  static Outcome runTrial(int number) throws IOException {
    DeviceFault fault = DeviceFault.values()[number % DeviceFault.values().length];
    double seconds = RandomStream.of(number, "drill").nextUniform(0.2, MAX_FAULT_SECONDS);
    ControllerConfig config = config(number);
    try (TemporaryDirectory scratch = TemporaryDirectory.create("minitaur-drill")) {
      FaultySession session = new FaultySession(config, number, fault, Math.round(seconds * 1e9));
      DrillOperator operator = new DrillOperator(session, true);
      try (RunDirectory run = RunDirectory.create(scratch.path(), config, SmallTraining.BUILD)) {
        train(config, run, operator);
      }
      boolean isSafe =
          session.lastMode() != MotorCommand.Mode.POSITION
              && session.drivenAfterFaultNanos() <= fault.maxReactionNanos();
      return new Outcome(
          fault,
          operator.reported(),
          fault.isReportedIn(operator.reported()),
          isSafe,
          isResumed(config, scratch.path(), number));
    }
  }

  private static boolean isResumed(ControllerConfig config, Path path, int number)
      throws IOException {
    DrillOperator operator = new DrillOperator(new FaultySession(config, number, null, 0), false);
    try (RunDirectory run = RunDirectory.open(path, config, SmallTraining.BUILD)) {
      train(config, run, operator);
    }
    return operator.episodes() > 0;
  }

  private static void train(ControllerConfig config, RunDirectory run, DrillOperator operator)
      throws IOException {
    Training.run(
        config,
        run,
        SmallTraining.BUILD.revision(),
        operator,
        operator::shouldStop,
        operator.context());
  }

  private static ControllerConfig config(int number) {
    return ControllerConfig.read(
        Stream.of(
                "run.seed=" + number,
                "run.steps=1000000",
                "run.evaluationInterval=1000000",
                "run.checkpointInterval=50",
                "task.episodeSteps=60",
                "sim.profile=realistic",
                "safety.robotLimits=always",
                "operator.resets=ask",
                "operator.startZoneLength=1",
                "operator.startZoneWidth=1",
                "learner.batchSize=16",
                "learner.hiddenUnits=12",
                "learner.randomSteps=60",
                "learner.replayCapacity=1000",
                "compute.threads=1")
            .map(setting -> ConfigOverride.parse("drill", setting))
            .toList());
  }
}
