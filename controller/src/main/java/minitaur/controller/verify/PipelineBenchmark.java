package minitaur.controller.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.replay.ReplayBuffer;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.remote.Episode;
import minitaur.controller.remote.EpisodeBuilder;
import minitaur.controller.remote.EpisodeId;
import minitaur.controller.remote.Intake;
import minitaur.controller.run.storage.DiskFiles;
import minitaur.controller.run.storage.ScratchDirectory;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.random.RandomStream;

/**
 * What an episode of 500 steps costs a trainer, part by part, what that means for twenty robots at
 * 50 Hz, and what uploads and downloads do to a robot's control.
 */
public final class PipelineBenchmark {
  /** Robots that one trainer is to serve. */
  public static final int ROBOTS = 20;

  private static final int STEPS = 500;
  private static final int BATCH = 256;
  private static final double EPISODE_SECONDS = 10;
  private static final double SHARE_OF_TIME = 0.1;
  private static final long RUN = 1;

  private final double seconds;

  /**
   * @param seconds how long control is measured, and the learner; every other part takes a tenth
   */
  public PipelineBenchmark(double seconds) {
    this.seconds = seconds;
  }

  /**
   * What was measured.
   *
   * @param episodeBytes of an episode
   * @param writeMicros to write a finished episode down, us
   * @param parseMicros to read and check it, us
   * @param storeMicros to take it in: check it, write it, wait for the disk, us
   * @param appendMicros to put it into the replay, us
   * @param sampleMicros to draw a batch of 256, us
   * @param updatesPerSecond gradient steps a second, all threads, drawing left out
   * @param aloneP99Millis lateness of control, 99 of 100, without a pipeline, ms
   * @param besideP99Millis the same with uploads and downloads beside it, ms
   * @param episodes collected beside it
   * @param outdated of these, acted by an older policy than was handed out before they began
   */
  public record Figures(
      int episodeBytes,
      double writeMicros,
      double parseMicros,
      double storeMicros,
      double appendMicros,
      double sampleMicros,
      double updatesPerSecond,
      double aloneP99Millis,
      double besideP99Millis,
      long episodes,
      long outdated) {
    /** Share of the trainer's time that taking in twenty robots' episodes needs. */
    public double intakeShare() {
      return ROBOTS * (storeMicros + parseMicros + appendMicros) * 1e-6 / EPISODE_SECONDS;
    }

    /** Environment steps a second that the trainer can take in, if it does nothing else. */
    public double intakeStepsPerSecond() {
      return STEPS / ((storeMicros + parseMicros + appendMicros) * 1e-6);
    }

    /** Robots at 50 Hz that the learner keeps up with, at one gradient step for each of theirs. */
    public double robotsAtOneUpdate() {
      return ROBOTS * updatesPerStep();
    }

    /** Gradient steps for each collected step that are left with twenty robots at work. */
    public double updatesPerStep() {
      double perUpdate = 1 / updatesPerSecond + sampleMicros * 1e-6;
      double learnerShare = 1 - ROBOTS * (parseMicros + appendMicros) * 1e-6 / EPISODE_SECONDS;
      return learnerShare / perUpdate / (ROBOTS * STEPS / EPISODE_SECONDS);
    }

    /** How much the pipeline adds to the lateness of control, ms. */
    public double addedMillis() {
      return besideP99Millis - aloneP99Millis;
    }
  }

  /** Measures; what it writes is removed again. */
  public Figures run() throws IOException {
    try (ScratchDirectory scratch = ScratchDirectory.create("minitaur-bench")) {
      return run(scratch.path());
    }
  }

  private Figures run(Path directory) throws IOException {
    EpisodeBuilder builder = new EpisodeBuilder(STEPS);
    byte[] bytes = write(builder, 0);
    long[] next = {0};
    double write = micros(() -> write(builder, 0));
    double parse = micros(() -> Episode.decode(bytes));
    Intake intake = Intake.open(directory, RUN, STEPS, new DiskFiles());
    intake.rewind(0);
    double store = micros(() -> intake.accept(id(next[0]), write(builder, next[0]++))) - write;
    Episode episode = Episode.decode(bytes);
    double append;
    double sample;
    try (ReplayBuffer replay = ReplayBuffer.open(directory.resolve("replay.bin"), 100_000)) {
      append = micros(() -> episode.appendTo(replay, 0, episode.records()));
      RandomStream random = RandomStream.of(0, "bench.batches");
      float[] states = new float[BATCH * ObservationLayout.STATE];
      float[] nextStates = states.clone();
      float[] actions = new float[BATCH * ObservationLayout.ACTION];
      float[] rewards = new float[BATCH];
      float[] discounts = new float[BATCH];
      sample =
          micros(
              () -> replay.sample(BATCH, random, states, actions, rewards, nextStates, discounts));
    }
    double updates =
        new LearnerBenchmark(MatrixBackend.fastest(), seconds).run().twoThreadsUpdatesPerSecond();
    ControlBesidePipeline.Result control =
        new ControlBesidePipeline(controlConfig(), seconds).measure(directory);
    return new Figures(
        bytes.length,
        write,
        parse,
        store,
        append,
        sample,
        updates,
        control.alone().p99Nanos() * 1e-6,
        control.beside().p99Nanos() * 1e-6,
        control.episodes(),
        control.outdated());
  }

  /** Episodes of a second, so that an upload and a download fall into every one. */
  private static ControllerConfig controlConfig() {
    return ConfigReader.read(
        List.of(
            ConfigOverride.parse("bench", "task.episodeSteps=50"),
            ConfigOverride.parse("bench", "sim.profile=nominal"),
            ConfigOverride.parse("bench", "sac.replayCapacity=1000"),
            ConfigOverride.parse("bench", "run.mode=asynchronous")));
  }

  private static EpisodeId id(long number) {
    return new EpisodeId(7, number);
  }

  private static byte[] write(EpisodeBuilder builder, long number) {
    builder.begin();
    Transition transition = new Transition();
    transition.discount = 1;
    for (int step = 0; step < STEPS; step++) {
      transition.tick.step = step;
      builder.transition(transition);
    }
    Tick last = new Tick();
    last.step = STEPS;
    builder.finalObservation(last);
    EpisodeEnd end = new EpisodeEnd.Truncation(Reason.TIME_LIMIT);
    return builder.finish(
        id(number),
        RUN,
        "bench",
        new EpisodeSummary(0, STEPS, 0, 0, 0, end, 0, 0, 0),
        OperatorCounts.NONE);
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Mean time of a call after a warm-up of half as long, us. */
  private double micros(Work work) {
    repeat(work, seconds * SHARE_OF_TIME / 2);
    return repeat(work, seconds * SHARE_OF_TIME);
  }

  private static double repeat(Work work, double seconds) {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long now;
    long count = 0;
    do {
      try {
        work.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      count++;
      now = System.nanoTime();
    } while (now < end);
    return (now - start) * 1e-3 / count;
  }
}
