package minitaur.controller.verify;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.RunContext;
import minitaur.controller.train.Training;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.loop.Agent;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the latency from pressing stop to the motor command, with a simulated robot in real time
 * and a training learner. Presses occur at random times within episodes. After each press the stop
 * is released, the reset is confirmed, and the next episode starts.
 */
public final class StopBenchmark {
  private static final BuildInfo BUILD = new BuildInfo("bench", BuildInfo.UNKNOWN, false);

  /** Max p99 latency, ms. */
  static final double MAX_P99_MILLIS = 60;

  private static final long POLL_NANOS = 500_000;
  private static final long TIMEOUT_NANOS = 60_000_000_000L;
  private static final double MAX_PRESS_SECONDS = 0.6;

  private final ControllerConfig config;
  private final int presses;
  private final Function<OperatorPort, Runnable> button;
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;
  private volatile long steps;
  private volatile long pendingUpdates;

  /**
   * @param config asynchronous in real time, with operator-confirmed resets
   * @param button creates the stop button from the operator port of the run
   */
  public StopBenchmark(
      ControllerConfig config, int presses, Function<OperatorPort, Runnable> button) {
    this.config = config;
    this.presses = presses;
    this.button = button;
  }

  /** Returns a stop button that submits directly to the port. */
  public static Runnable directButton(OperatorPort port) {
    return () -> port.submit(new OperatorCommand.Stop(), "bench");
  }

  /**
   * Runs the measurement; takes about two thirds of a second per press, after the random
   * exploration.
   */
  public List<Result> run() throws IOException {
    CommandTimingSession session = new CommandTimingSession(config);
    OperatorChannel channel = new OperatorChannel(InstantSource.system());
    Agent training =
        new Agent("bench-training", Agent.once(() -> train(session, channel)), e -> failure = e);
    training.start();
    double[] millis = new double[presses];
    try {
      Runnable press = button.apply(channel);
      RandomStream random = RandomStream.of(config.run().seed(), "bench.stop");
      awaitNextEpisode(channel);
      await(() -> confirmReset(channel) && steps >= 2L * config.learner().randomSteps(), channel);
      for (int i = 0; i < presses; i++) {
        awaitNextEpisode(channel);
        LockSupport.parkNanos(Math.round(random.nextUniform(0, MAX_PRESS_SECONDS) * 1e9));
        millis[i] = press(press, session, channel) * 1e-6;
      }
    } finally {
      stopping = true;
      training.join();
    }
    Arrays.sort(millis);
    int p99 = Math.min(presses - 1, (int) Math.ceil(0.99 * presses) - 1);
    return List.of(
        Result.info("stop presses", presses, ""),
        Result.info("stop to motor command, p50", millis[presses / 2], "ms"),
        Result.atMost(MAX_P99_MILLIS, "stop to motor command, p99", millis[p99], "ms"),
        Result.info("stop to motor command, max", millis[presses - 1], "ms"),
        Result.info("environment steps", steps, ""),
        Result.info("pending gradient steps at the end", pendingUpdates, ""));
  }

  private long press(Runnable press, CommandTimingSession session, OperatorChannel channel) {
    session.restart();
    long startNanos = System.nanoTime();
    press.run();
    await(() -> session.dampedNanos() != 0, channel);
    long latency = session.dampedNanos() - startNanos;
    await(() -> channel.view().phase() == Phase.EMERGENCY_STOP, channel);
    channel.submit(new OperatorCommand.Release(), "bench");
    return latency;
  }

  private void awaitNextEpisode(OperatorChannel channel) {
    await(() -> confirmReset(channel) && channel.view().phase() == Phase.RUNNING, channel);
  }

  /** Confirms a requested reset. */
  private static boolean confirmReset(OperatorChannel channel) {
    ResetRequest request = channel.view().request();
    if (request != null && channel.view().phase() == Phase.RESET_REQUESTED) {
      channel.submit(new OperatorCommand.ResetDone(request.number()), "bench");
    }
    return true;
  }

  private void await(BooleanSupplier condition, OperatorChannel channel) {
    long deadline = System.nanoTime() + TIMEOUT_NANOS;
    while (!condition.getAsBoolean()) {
      Throwable thrown = failure;
      if (thrown != null || System.nanoTime() > deadline) {
        throw new IllegalStateException("the run does not continue: " + channel.view(), thrown);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void train(CommandTimingSession session, OperatorChannel channel) throws IOException {
    try (TemporaryDirectory scratch = TemporaryDirectory.create("minitaur-bench-stop");
        RunDirectory run = RunDirectory.create(scratch.path(), config, BUILD)) {
      Training.run(
          config,
          run,
          BUILD.revision(),
          new ProgressListener(),
          () -> stopping,
          new RunContext(session, channel, () -> {}));
    } finally {
      session.close();
    }
  }

  private final class ProgressListener implements TrainingListener {
    @Override
    public void onSteps(long now, long pending, double temperature) {
      steps = now;
      pendingUpdates = pending;
    }
  }
}
