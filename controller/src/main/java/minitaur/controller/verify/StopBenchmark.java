package minitaur.controller.verify;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCommand;
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
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the latency from pressing stop to the motor command, with a simulated robot in real time
 * and a training learner. Presses occur at random times within episodes. After each press the stop
 * is released, the reset is confirmed, and the next episode starts.
 */
final class StopBenchmark {
  private static final BuildInfo BUILD = new BuildInfo("bench", BuildInfo.UNKNOWN, false);

  private static final long POLL_NANOS = 500_000;
  private static final long TIMEOUT_NANOS = 60_000_000_000L;
  private static final double MAX_PRESS_SECONDS = 0.6;

  private final ControllerConfig config;
  private final int presses;
  private final OperatorChannel channel;
  private final Button button;
  private final CommandTimingSession session;
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;
  private volatile long steps;
  private volatile long pendingUpdates;

  @FunctionalInterface
  interface Button {
    void press() throws IOException, InterruptedException;
  }

  /**
   * @param config asynchronous in real time, with operator-confirmed resets
   * @param channel of the training run
   * @param button submits a stop to the channel
   */
  StopBenchmark(ControllerConfig config, int presses, OperatorChannel channel, Button button) {
    this.config = config;
    this.presses = presses;
    this.channel = channel;
    this.button = button;
    session = new CommandTimingSession(config);
  }

  /** Measures stops that are submitted directly to the port of the run. */
  static List<Result> ofPort(ControllerConfig config, int presses)
      throws IOException, InterruptedException {
    OperatorChannel channel = new OperatorChannel(InstantSource.system());
    Button button = () -> channel.submit(new OperatorCommand.Stop(), "bench");
    return new StopBenchmark(config, presses, channel, button).run();
  }

  /**
   * Runs the measurement; takes about two thirds of a second per press, after the random
   * exploration.
   */
  List<Result> run() throws IOException, InterruptedException {
    Agent training = new Agent("bench-training", Agent.once(this::train), e -> failure = e);
    training.start();
    LatencyHistogram latency = new LatencyHistogram();
    try {
      RandomStream random = RandomStream.of(config.run().seed(), "bench.stop");
      awaitNextEpisode();
      await(() -> confirmReset() && steps >= 2L * config.learner().randomSteps());
      for (int i = 0; i < presses; i++) {
        do {
          awaitNextEpisode();
          LockSupport.parkNanos(Math.round(random.nextUniform(0, MAX_PRESS_SECONDS) * 1e9));
          // After the end of an episode the motors are damped without a stop.
        } while (channel.view().phase() != Phase.RUNNING);
        latency.record(press());
      }
    } finally {
      stopping = true;
      training.join();
    }
    ResultList results = new ResultList();
    results.info("stop presses", presses, "");
    results.durations("stop to motor command", latency.percentiles(), 60);
    results.info("environment steps", steps, "");
    results.info("pending gradient steps at the end", pendingUpdates, "");
    return results.list();
  }

  private long press() throws IOException, InterruptedException {
    session.restart();
    long startNanos = System.nanoTime();
    button.press();
    await(() -> session.dampedNanos() != 0);
    long latency = session.dampedNanos() - startNanos;
    await(() -> channel.view().phase() == Phase.EMERGENCY_STOP);
    channel.submit(new OperatorCommand.Release(), "bench");
    return latency;
  }

  private void awaitNextEpisode() {
    await(() -> confirmReset() && channel.view().phase() == Phase.RUNNING);
  }

  private boolean confirmReset() {
    ResetRequest request = channel.view().request();
    if (request != null && channel.view().phase() == Phase.RESET_REQUESTED) {
      channel.submit(new OperatorCommand.ResetDone(request.number()), "bench");
    }
    return true;
  }

  private void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TIMEOUT_NANOS;
    while (!condition.getAsBoolean()) {
      Throwable thrown = failure;
      if (thrown != null || System.nanoTime() > deadline) {
        throw new IllegalStateException("the run does not continue: " + channel.view(), thrown);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void train() throws IOException {
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
    public void onSteps(long now, long updates, long pending, LearnerMetrics metrics) {
      steps = now;
      pendingUpdates = pending;
    }
  }
}
