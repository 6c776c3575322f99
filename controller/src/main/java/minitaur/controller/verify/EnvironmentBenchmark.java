package minitaur.controller.verify;

import java.time.Duration;
import java.util.ArrayList;
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
  private static final double MIN_STEPS_PER_SECOND = 5000;
  private static final double MIN_EMPTY_STEPS_PER_SECOND = 20_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /**
   * Duration of the warm-up as a multiple of that of the measurement. The JIT compiler keeps
   * optimizing the server for about 20 s, and a training run lasts much longer.
   */
  private static final int WARM_UP = 3;

  private final Class<?> program;
  private final double seconds;

  /**
   * @param program main class of this program, which serves environments
   * @param seconds duration of each measurement, after a warm-up of three times that duration
   */
  EnvironmentBenchmark(Class<?> program, double seconds) {
    this.program = program;
    this.seconds = seconds;
  }

  /** Measures the protocol alone, and the simulated robot in each profile. */
  List<Result> run() {
    List<Result> results = new ArrayList<>();
    results.add(
        Result.atLeast(
            MIN_EMPTY_STEPS_PER_SECOND,
            "protocol alone, 8 empty environments",
            stepsPerSecond("--empty"),
            "steps/s"));
    for (String profile : List.of("nominal", "realistic")) {
      results.add(
          Result.atLeast(
              MIN_STEPS_PER_SECOND,
              profile + ", 8 environments",
              stepsPerSecond("--profile", profile),
              "steps/s"));
    }
    return results;
  }

  private double stepsPerSecond(String... arguments) {
    List<String> command =
        JavaCommand.of(program, List.of("-XX:+UseSerialGC", "-Xmx256m", "-Xshare:auto"));
    command.add("env-server");
    Collections.addAll(command, arguments);
    try (EnvironmentProcess process =
        EnvironmentProcess.start("env-server", command, ENVIRONMENTS, 0, TIMEOUT)) {
      Stepper stepper = new Stepper(process);
      stepper.run(WARM_UP * seconds);
      return stepper.run(seconds);
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

    double run(double duration) {
      long start = System.nanoTime();
      long end = start + (long) (duration * 1e9);
      long steps = 0;
      long now = start;
      while (now < end) {
        for (int i = 0; i < actions.length; i++) {
          actions[i] = (float) random.nextUniform(-1, 1);
        }
        process.step(actions);
        steps += ENVIRONMENTS;
        for (int i = 0; i < ENVIRONMENTS; i++) {
          if (process.isTerminated(i) || process.isTruncated(i)) {
            process.reset(i, episodes++, observation);
          }
        }
        now = System.nanoTime();
      }
      return steps * 1e9 / (now - start);
    }
  }
}
