package minitaur.controller.verify;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import minitaur.calibration.camera.OpenCv;
import minitaur.controller.console.OperatorChoice;
import minitaur.controller.console.OperatorSession;
import minitaur.controller.console.PageChoice;
import minitaur.controller.console.web.RunDescription;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.Training;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Measures the growth of memory, threads and file descriptors of a training run while clients of
 * its page reconnect repeatedly. The result is the slope of each quantity over the second half of
 * the run, so that one-time growth (caches, compiled code) does not count.
 */
final class LeakBenchmark {
  private static final BuildInfo BUILD = new BuildInfo("bench", "unknown", false);
  private static final int CLIENTS = 3;
  private static final int MIN_SAMPLES = 8;
  private static final double MAX_SAMPLE_SECONDS = 15;
  private static final long STARTUP_NANOS = 60_000_000_000L;
  private static final long POLL_NANOS = 50_000_000;

  /**
   * The run's tables and the page's series grow at about this rate; a leak of frames grows faster.
   */
  private static final double MAX_HEAP_MEGABYTES_PER_HOUR = 20;

  /** Less than one within 15 minutes, the second half of a run of half an hour. */
  private static final double MAX_PER_HOUR = 4;

  private final ControllerConfig config;
  private final double seconds;
  private volatile boolean stopping;
  private volatile long steps;
  private volatile @Nullable Throwable failure;

  /**
   * @param config asynchronous in real time, without an operator
   * @param seconds duration of the run
   */
  LeakBenchmark(ControllerConfig config, double seconds) {
    this.config = config;
    this.seconds = seconds;
  }

  private record Sample(
      double seconds, double heap, double resident, double threads, double files) {}

  List<Result> run() throws IOException {
    int port = LoopbackPort.free();
    Agent training = new Agent("bench-training", Agent.once(() -> train(port)), e -> failure = e);
    training.start();
    try {
      awaitSteps();
      return results(sample(port));
    } finally {
      stopping = true;
      training.join();
    }
  }

  private List<Sample> sample(int port) throws IOException {
    List<Sample> samples = new ArrayList<>();
    double interval = Math.min(MAX_SAMPLE_SECONDS, seconds / MIN_SAMPLES);
    long start = System.nanoTime();
    double now = 0;
    while (now < seconds) {
      try (WebSocketClients clients = new WebSocketClients(port, CLIENTS, 0)) {
        double until = now + interval;
        while (now < until) {
          requireHealth();
          LockSupport.parkNanos(POLL_NANOS);
          now = (System.nanoTime() - start) * 1e-9;
        }
        if (clients.bytesRead() == 0) {
          throw new IOException("the page sent nothing for " + interval + " s");
        }
        samples.add(measure(now));
      }
    }
    return samples;
  }

  @SuppressWarnings("ExplicitGC") // Measures what remains after a collection.
  private static Sample measure(double now) throws IOException {
    System.gc();
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Sample(
        now,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() * 1e-6,
        OpenCv.residentBytes() * 1e-6,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        system.getOpenFileDescriptorCount());
  }

  private List<Result> results(List<Sample> samples) {
    List<Sample> secondHalf = samples.subList(samples.size() / 2, samples.size());
    Sample last = samples.get(samples.size() - 1);
    return List.of(
        Result.info("duration", last.seconds() / 60, "min"),
        Result.info("environment steps", steps, ""),
        Result.info("samples", samples.size(), ""),
        Result.info("heap after a collection", last.heap(), "MB"),
        Result.atMost(
            MAX_HEAP_MEGABYTES_PER_HOUR, "heap, slope", slope(secondHalf, Sample::heap), "MB/h"),
        Result.info("resident memory", last.resident(), "MB"),
        Result.info("resident memory, slope", slope(secondHalf, Sample::resident), "MB/h"),
        Result.info("threads", last.threads(), ""),
        Result.atMost(MAX_PER_HOUR, "threads, slope", slope(secondHalf, Sample::threads), "1/h"),
        Result.info("file descriptors", last.files(), ""),
        Result.atMost(
            MAX_PER_HOUR, "file descriptors, slope", slope(secondHalf, Sample::files), "1/h"));
  }

  private static double slope(List<Sample> samples, ToDoubleFunction<Sample> quantity) {
    return slope(
        samples.stream().mapToDouble(Sample::seconds).toArray(),
        samples.stream().mapToDouble(quantity).toArray());
  }

  /** Slope of the least-squares line, per hour. */
  static double slope(double[] seconds, double[] values) {
    double meanTime = 0;
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      meanTime += seconds[i] / values.length;
      mean += values[i] / values.length;
    }
    double product = 0;
    double square = 0;
    for (int i = 0; i < values.length; i++) {
      product += (seconds[i] - meanTime) * (values[i] - mean);
      square += (seconds[i] - meanTime) * (seconds[i] - meanTime);
    }
    return 3600 * product / square;
  }

  private void train(int port) throws IOException {
    try (TemporaryDirectory scratch = TemporaryDirectory.create("minitaur-bench-leak");
        RunDirectory run = RunDirectory.create(scratch.path(), config, BUILD);
        OperatorSession session =
            new OperatorSession(
                config,
                new OperatorChoice(OperatorChoice.Kind.NONE, null),
                new PageChoice(new ConsoleSettings(true, "127.0.0.1", port, ""), false),
                RunDescription.training(config, run.path(), BUILD.revision()),
                Training.isRealTime(config),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))) {
      session.start();
      Training.run(
          config,
          run,
          BUILD.revision(),
          session.withPageUpdates(TrainingListener.ofSteps(now -> steps = now)),
          () -> stopping,
          session.channel(),
          session::episodeObserver);
    }
  }

  private void awaitSteps() throws IOException {
    long deadline = System.nanoTime() + STARTUP_NANOS;
    while (steps == 0) {
      requireHealth();
      if (System.nanoTime() > deadline) {
        throw new IOException("the training performs no steps");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void requireHealth() throws IOException {
    Throwable cause = failure;
    if (cause != null) {
      throw new IOException("the training ended: " + cause.getMessage(), cause);
    }
  }
}
