package minitaur.controller.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.ResumeCheck;
import minitaur.controller.train.Training;
import minitaur.controller.train.TrainingListener;

/** A training run of a few hundred steps that drills interrupt, damage and resume. */
final class SmallTraining {
  static final int EPISODE_STEPS = 60;

  /** Steps of the whole training. */
  static final int STEPS = 400;

  /** The program of drills. */
  static final BuildInfo BUILD = new BuildInfo("drill", "unknown", false);

  private SmallTraining() {}

  /** Results of a run that must not depend on interruptions: policy, evaluations and episodes. */
  record Results(byte[] policy, double[] evaluations, double[] episodes) {
    static Results of(Path run) throws IOException {
      CsvTable progress = CsvTable.read(run.resolve(RunDirectory.PROGRESS));
      CsvTable episodes = CsvTable.read(run.resolve(RunDirectory.EPISODES));
      return new Results(
          Files.readAllBytes(run.resolve("policy.safetensors")),
          progress.numbers("evaluation_return_mean"),
          episodes.numbers("return"));
    }

    boolean matches(Results other) {
      return Arrays.equals(policy, other.policy)
          && Arrays.equals(evaluations, other.evaluations)
          && Arrays.equals(episodes, other.episodes);
    }
  }

  /** Settings as KEY=VALUE. */
  static List<String> settings(long seed, String... overrides) {
    return Stream.concat(
            Stream.of(
                "run.seed=" + seed,
                "run.steps=" + STEPS,
                "run.evaluationInterval=100",
                "run.evaluationEpisodes=1",
                "run.checkpointInterval=80",
                "task.episodeSteps=" + EPISODE_STEPS,
                "sim.profile=nominal",
                "recording.every=4",
                "recording.stepLog=1",
                "learner.batchSize=8",
                "learner.hiddenUnits=8",
                "learner.randomSteps=100",
                "learner.replayCapacity=1000",
                "compute.threads=1"),
            Stream.of(overrides))
        .toList();
  }

  static ControllerConfig config(long seed, String... overrides) {
    return ControllerConfig.read(
        settings(seed, overrides).stream()
            .map(setting -> ConfigOverride.parse("drill", setting))
            .toList());
  }

  /**
   * Trains in a new directory.
   *
   * @param stopStep number of steps after which the training stops, at the end of the episode
   */
  static void train(Path run, ControllerConfig config, long stopStep) throws IOException {
    long[] steps = {0};
    try (RunDirectory directory = RunDirectory.create(run, config, BUILD)) {
      Training.run(
          config,
          directory,
          "drill",
          TrainingListener.ofSteps(now -> steps[0] = now),
          () -> steps[0] >= stopStep);
    }
  }

  /**
   * Resumes a run and trains to its end.
   *
   * @return number of records in the replay buffer when the training resumes
   */
  static long resume(Path run) throws IOException {
    long[] records = {0};
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStart(long steps, OperatorCounts counts) {
            try {
              records[0] = SmallTraining.records(run);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    ControllerConfig config = ResumeCheck.config(run, List.of(), false);
    try (RunDirectory directory = RunDirectory.open(run, config, BUILD)) {
      Training.run(config, directory, "drill", listener, () -> false);
    }
    return records[0];
  }

  /** Number of records in the replay buffer of a run; 0 when there is none yet. */
  static long records(Path run) throws IOException {
    return CompactReplayBuffer.records(run.resolve("replay.bin"));
  }

  /** Copies a directory and replaces an existing target. */
  static void copy(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      TemporaryDirectory.delete(to);
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
