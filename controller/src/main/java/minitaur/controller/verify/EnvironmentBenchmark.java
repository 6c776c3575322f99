package minitaur.controller.verify;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import minitaur.controller.external.EnvironmentProcess;
import minitaur.controller.run.JavaCommand;
import minitaur.hal.random.RandomStream;

/**
 * Measures control steps per second through the environment protocol: eight environments in a
 * single-threaded server process under random actions, including resets. The client waits while the
 * server computes, so that both together use one core.
 */
final class EnvironmentBenchmark {
  private static final int ENVIRONMENTS = 8;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /**
   * Duration of the warm-up as a multiple of that of the measurement. The JIT compiler keeps
   * optimizing the server for about 20 s, and a training run lasts much longer.
   */
  private static final int WARM_UP = 3;

  private EnvironmentBenchmark() {}

  /**
   * Measures the protocol alone, and the simulated robot in each profile.
   *
   * @param program main class of this program, which serves environments
   * @param seconds duration of each measurement, after a warm-up of three times that duration
   */
  static List<Result> run(Class<?> program, double seconds) {
    ResultList results = new ResultList();
    double empty = stepsPerSecond(program, seconds, "--empty");
    results.atLeast(20_000, "protocol alone, 8 empty environments", empty, "steps/s");
    for (String profile : List.of("nominal", "realistic")) {
      double steps = stepsPerSecond(program, seconds, "--profile", profile);
      results.atLeast(5000, profile + ", 8 environments", steps, "steps/s");
    }
    return results.list();
  }

  private static double stepsPerSecond(Class<?> program, double seconds, String... arguments) {
    List<String> command =
        JavaCommand.of(program, List.of("-XX:+UseSerialGC", "-Xmx256m", "-Xshare:auto"));
    command.add("env-server");
    Collections.addAll(command, arguments);
    try (EnvironmentProcess process =
        new EnvironmentProcess("env-server", command, ENVIRONMENTS, 0, TIMEOUT)) {
      Stepper stepper = new Stepper(process);
      Rate.perSecond(WARM_UP * seconds, stepper::step);
      return ENVIRONMENTS * Rate.perSecond(seconds, stepper::step);
    }
  }

  /** Steps environments with random actions and resets each one whose episode has ended. */
  private static final class Stepper {
    private final EnvironmentProcess process;
    private final RandomStream random = RandomStream.of(0, "benchmark.environment");
    private final float[] observation;
    private final float[] actions;
    private long episodes;

    Stepper(EnvironmentProcess process) {
      this.process = process;
      observation = new float[process.spec().observations().size()];
      actions = new float[ENVIRONMENTS * process.spec().actions().size()];
      for (int i = 0; i < ENVIRONMENTS; i++) {
        process.reset(i, episodes++, observation);
      }
    }

    void step() {
      for (int i = 0; i < actions.length; i++) {
        actions[i] = (float) random.nextUniform(-1, 1);
      }
      process.step(actions);
      for (int i = 0; i < ENVIRONMENTS; i++) {
        if (process.isTerminated(i) || process.isTruncated(i)) {
          process.reset(i, episodes++, observation);
        }
      }
    }
  }
}
