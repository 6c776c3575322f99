package minitaur.controller.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.ScratchDirectory;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.Surroundings;
import minitaur.controller.train.Training;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.loop.Threads;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes from pressing stop to the motors' new command, while the simulated robot keeps
 * to the wall clock and the learner trains beside it. Presses come at random times of episodes;
 * after each the stop is released, the reset confirmed, and the next episode begins.
 */
public final class StopBenchmark {
  private static final BuildInfo BUILD = new BuildInfo("bench", BuildInfo.UNKNOWN, false);
  private static final long POLL_NANOS = 500_000;
  private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;
  private static final double LATEST_PRESS_SECONDS = 0.6;

  private final ControllerConfig config;
  private final int presses;
  private final Function<OperatorPort, Runnable> button;
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;
  private volatile long steps;
  private volatile long updatesOwed;

  /**
   * @param config asynchronous in real time, with resets that are asked for
   * @param button makes what is pressed, from the port of the run
   */
  public StopBenchmark(
      ControllerConfig config, int presses, Function<OperatorPort, Runnable> button) {
    this.config = config;
    this.presses = presses;
    this.button = button;
  }

  /** Presses at the port itself. */
  public static Runnable atThePort(OperatorPort port) {
    return () -> port.submit(new OperatorCommand.Stop(), "bench");
  }

  /**
   * What was measured.
   *
   * @param presses how many
   * @param medianMillis half of them were faster
   * @param p99Millis all but a hundredth were
   * @param maximumMillis the slowest
   * @param steps that the robot took meanwhile
   * @param updatesOwed gradient steps that the learner was behind at the end
   */
  public record Figures(
      int presses,
      double medianMillis,
      double p99Millis,
      double maximumMillis,
      long steps,
      long updatesOwed) {}

  /** Measures; takes about two thirds of a second a press, after the learner's warm-up. */
  public Figures run() throws IOException {
    ListeningRig rig = new ListeningRig(config);
    OperatorChannel desk = new OperatorChannel(InstantSource.system());
    Thread training = new Thread(() -> train(rig, desk), "bench-training");
    training.start();
    double[] millis = new double[presses];
    try {
      Runnable press = button.apply(desk);
      RandomStream random = RandomStream.of(config.run().seed(), "bench.stop");
      toNextEpisode(desk);
      await(() -> answered(desk) && steps >= 2L * config.sac().randomSteps(), desk);
      for (int i = 0; i < presses; i++) {
        toNextEpisode(desk);
        LockSupport.parkNanos(Math.round(random.nextUniform(0, LATEST_PRESS_SECONDS) * 1e9));
        millis[i] = press(press, rig, desk) * 1e-6;
      }
    } finally {
      stopping = true;
      Threads.join(training);
    }
    Arrays.sort(millis);
    return new Figures(
        presses,
        millis[presses / 2],
        millis[Math.min(presses - 1, (int) Math.ceil(0.99 * presses) - 1)],
        millis[presses - 1],
        steps,
        updatesOwed);
  }

  private long press(Runnable press, ListeningRig rig, OperatorChannel desk) {
    rig.listen();
    long pressed = System.nanoTime();
    press.run();
    await(() -> rig.yieldedNanos() != 0, desk);
    long took = rig.yieldedNanos() - pressed;
    await(() -> desk.view().phase() == Phase.EMERGENCY_STOP, desk);
    desk.submit(new OperatorCommand.Release(), "bench");
    return took;
  }

  private void toNextEpisode(OperatorChannel desk) {
    await(() -> answered(desk) && desk.view().phase() == Phase.RUNNING, desk);
  }

  /** Answers what is asked. */
  private static boolean answered(OperatorChannel desk) {
    ResetRequest request = desk.view().request();
    if (request != null && desk.view().phase() == Phase.RESET_REQUESTED) {
      desk.submit(new OperatorCommand.ResetDone(request.number()), "bench");
    }
    return true;
  }

  private void await(BooleanSupplier condition, OperatorChannel desk) {
    long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (!condition.getAsBoolean()) {
      Throwable thrown = failure;
      if (thrown != null || System.nanoTime() > deadline) {
        throw new IllegalStateException("the run stands still in " + desk.view(), thrown);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void train(ListeningRig rig, OperatorChannel desk) {
    try (ScratchDirectory scratch = ScratchDirectory.create("minitaur-bench-stop");
        RunDirectory run = RunDirectory.create(scratch.path(), config, BUILD)) {
      Training.run(
          config,
          run,
          BUILD.revision(),
          false,
          new Watching(),
          () -> stopping,
          new Surroundings(rig, desk, () -> {}));
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      rig.close();
    }
  }

  private final class Watching implements TrainingListener {
    @Override
    public void onStart(long start) {}

    @Override
    public void onSteps(long now, long owed, double temperature) {
      steps = now;
      updatesOwed = owed;
    }

    @Override
    public void onEpisode(EpisodeSummary summary) {}

    @Override
    public void onEvaluation(long now, EvaluationResult result) {}
  }
}
