package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.format.mcap.McapFile;
import minitaur.controller.format.tensorboard.EventFileReader;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.catalog.SmallLearnerSettings;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trains from start to end with a small learner. */
class TrainingTest {
  private static final BuildInfo BUILD = new BuildInfo("test", "0123456", false);

  /** Columns that depend on the computer. */
  private static final Set<String> WALL_TIME_COLUMNS =
      Set.of("wall_seconds", "updates_per_second", "environment_steps_per_second");

  @TempDir private Path temporary;

  private final RecordingListener recording = new RecordingListener();

  @Test
  void lockStepRunIsBitIdenticalWithOneAndTwoThreads() throws IOException {
    train("one", config("realistic", "compute.threads=1"));
    train("two", config("realistic", "compute.threads=2"));
    assertSameResults(temporary.resolve("one"), temporary.resolve("two"));
  }

  @Test
  void closesReplayIfTableCannotBeOpened() throws IOException {
    ControllerConfig config = config("nominal");
    try (RunDirectory directory = RunDirectory.create(temporary.resolve("run"), config, BUILD)) {
      Files.createDirectory(directory.progress());
      assertThatThrownBy(() -> Training.run(config, directory, "0123456", recording, () -> false))
          .isInstanceOf(IOException.class);
      StoredReplays.open(directory.replay(), config).close();
    }
  }

  @Test
  void policyRefreshWithinEpisodeChangesRun() throws IOException {
    train("refreshed", config("realistic", "learner.policySteps=1"));
    train("fixed", config("realistic", "learner.policySteps=0"));
    assertThat(Files.readAllBytes(temporary.resolve("fixed/policy.safetensors")))
        .isNotEqualTo(Files.readAllBytes(temporary.resolve("refreshed/policy.safetensors")));
    for (String run : List.of("refreshed", "fixed")) {
      // At its end, an episode reports the policy that acted last.
      double[] policies =
          CsvTable.read(temporary.resolve(run + "/episodes.csv")).numbers("policy_id");
      double[] ends = CsvTable.read(temporary.resolve(run + "/episodes.csv")).numbers("end_step");
      int last = policies.length - 1;
      double newest = 4 * (ends[last] - 1 - 200);
      assertThat(policies[last])
          .isEqualTo(run.equals("refreshed") ? newest : 4 * (ends[last - 1] - 200));
    }
  }

  @Test
  void recordingDoesNotChangeResults() throws IOException {
    train("with", config("realistic", "recording.every=1", "recording.keep=3"));
    train("without", config("realistic", "recording.every=0"));
    assertSameResults(temporary.resolve("with"), temporary.resolve("without"));
    assertThat(temporary.resolve("without/episodes")).doesNotExist();
    List<Path> recordings;
    try (Stream<Path> files = Files.list(temporary.resolve("with/episodes"))) {
      recordings = files.sorted().toList();
    }
    assertThat(recordings).hasSize(3);
    double[] steps = CsvTable.read(temporary.resolve("with/episodes.csv")).numbers("steps");
    for (int i = 0; i < 2; i++) {
      String number = recordings.get(i).getFileName().toString().substring(8, 14);
      McapFile file = McapFile.read(Files.readAllBytes(recordings.get(i)));
      assertThat(file.complete).isTrue();
      assertThat(file.messagesOf("/action")).hasSize((int) steps[Integer.parseInt(number)]);
    }
  }

  @Test
  void resumedScalarsReplaceThoseAfterCheckpoint() throws IOException {
    ControllerConfig config = config("nominal");
    assertThatThrownBy(() -> crashAtStep(1100, "run", config)).isInstanceOf(SimulatedCrash.class);
    assertThat(resume("run", config)).isTrue();
    List<Path> files;
    try (Stream<Path> all = Files.list(temporary.resolve("run"))) {
      files = all.filter(file -> file.toString().contains("tfevents")).sorted().toList();
    }
    assertThat(files).hasSize(2);
    CsvTable progress = CsvTable.read(temporary.resolve("run/progress.csv"));
    Map<Long, Double> rewards = new TreeMap<>();
    for (Path file : files) {
      for (EventFileReader.Event event : EventFileReader.read(file)) {
        if (event.purge()) {
          rewards.keySet().removeIf(step -> step >= event.step());
        } else if (event.scalars().containsKey("eval/mean_reward")) {
          rewards.put(event.step(), event.scalars().get("eval/mean_reward"));
        }
      }
    }
    assertThat(rewards.keySet()).containsExactly(500L, 1000L, 1500L);
    double[] expected = progress.numbers("evaluation_return_mean");
    int row = 0;
    for (double reward : rewards.values()) {
      assertThat(reward).isEqualTo((float) expected[row++]);
    }
  }

  @Test
  void seedChangesRun() throws IOException {
    train("a", config("nominal"));
    train("b", config("nominal", "run.seed=1"));
    assertThat(Files.readAllBytes(temporary.resolve("a/replay.bin")))
        .isNotEqualTo(Files.readAllBytes(temporary.resolve("b/replay.bin")));
  }

  @Test
  void stoppedAndResumedRunIsBitIdentical() throws IOException {
    ControllerConfig config = config("realistic");
    train("uninterrupted", config);
    stopAfterEpisodes(2, "resumed", config);
    assertThat(resume("resumed", config)).isTrue();
    assertSameResults(temporary.resolve("uninterrupted"), temporary.resolve("resumed"));
  }

  @Test
  void resumeAfterCrashIsBitIdentical() throws IOException {
    ControllerConfig config = config("nominal");
    train("uninterrupted", config);
    assertThatThrownBy(() -> crashAtStep(1100, "resumed", config))
        .isInstanceOf(SimulatedCrash.class);
    assertThat(resume("resumed", config)).isTrue();
    assertSameResults(temporary.resolve("uninterrupted"), temporary.resolve("resumed"));
  }

  @ParameterizedTest
  @MethodSource("minitaur.controller.learn.catalog.LearnerContractTest#names")
  void everyLearnerResumesBitIdenticallyAfterCrash(String learner) throws IOException {
    List<String> settings = new ArrayList<>(SmallLearnerSettings.overrides(learner));
    settings.addAll(
        List.of(
            "run.steps=450",
            "run.evaluationInterval=300",
            "run.checkpointInterval=150",
            "task.episodeSteps=60"));
    ControllerConfig config = config("nominal", settings.toArray(String[]::new));
    train("uninterrupted", config);
    assertThatThrownBy(() -> crashAtStep(380, "resumed", config))
        .isInstanceOf(SimulatedCrash.class);
    assertThat(resume("resumed", config)).isTrue();
    assertSameResults(temporary.resolve("uninterrupted"), temporary.resolve("resumed"));
  }

  @Test
  void evaluationBeforeFirstUpdateOfResumedRunHasMetrics() throws IOException {
    ControllerConfig config =
        config(
            "nominal",
            "learner.name=ppo",
            "learner.rolloutSteps=160",
            "learner.minibatchSize=16",
            "learner.hiddenUnits=12",
            "run.steps=350",
            "run.evaluationInterval=50",
            "run.checkpointInterval=150",
            "task.episodeSteps=60");
    train("uninterrupted", config);
    assertThatThrownBy(() -> crashAtStep(260, "resumed", config))
        .isInstanceOf(SimulatedCrash.class);
    assertThat(resume("resumed", config)).isTrue();
    assertSameResults(temporary.resolve("uninterrupted"), temporary.resolve("resumed"));
  }

  @Test
  void powerBudgetRunResumesBitIdenticallyAfterCrash() throws IOException {
    ControllerConfig config = config("nominal", "task.name=sustainable");
    train("uninterrupted", config);
    assertThatThrownBy(() -> crashAtStep(1400, "resumed", config))
        .isInstanceOf(SimulatedCrash.class);
    assertThat(resume("resumed", config)).isTrue();
    assertSameResults(temporary.resolve("uninterrupted"), temporary.resolve("resumed"));
  }

  @Test
  void resumesFromPreviousCheckpointIfNewestIsDamaged() throws IOException {
    ControllerConfig config = config("nominal");
    train("uninterrupted", config);
    assertThatThrownBy(() -> crashAtStep(1300, "resumed", config))
        .isInstanceOf(SimulatedCrash.class);
    List<Path> checkpoints;
    try (Stream<Path> files = Files.list(temporary.resolve("resumed/checkpoints"))) {
      checkpoints = files.sorted().toList();
    }
    assertThat(checkpoints).hasSizeGreaterThan(1);
    Path newest = checkpoints.get(checkpoints.size() - 1);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    assertThat(resume("resumed", config)).isTrue();
    assertSameResults(temporary.resolve("uninterrupted"), temporary.resolve("resumed"));
  }

  @Test
  void resumeAfterEarlyCrashIsBitIdentical() throws IOException {
    ControllerConfig config = config("nominal");
    train("uninterrupted", config);
    assertThatThrownBy(() -> crashAtStep(100, "crashed", config))
        .isInstanceOf(SimulatedCrash.class);
    assertThat(resume("crashed", config)).isTrue();
    assertSameResults(temporary.resolve("uninterrupted"), temporary.resolve("crashed"));
  }

  @Test
  void finishedRunResumesFromItsEnd() throws IOException {
    train("run", config("nominal", "run.steps=1100"));
    assertThat(resume("run", config("nominal"))).isTrue();
    Path run = temporary.resolve("run");
    assertThat(CsvTable.read(run.resolve("progress.csv")).numbers("step"))
        .containsExactly(500, 1000, 1100, 1500);
    CsvTable episodes = CsvTable.read(run.resolve("episodes.csv"));
    double sum = 0;
    for (double steps : episodes.numbers("steps")) {
      sum += steps;
    }
    assertThat(sum).isEqualTo(1500);
    assertThat(episodes.numbers("end_step")).contains(1100, 1500);
  }

  @Test
  void rejectsInconsistentCheckpoint() throws IOException {
    ControllerConfig config = config("nominal");
    assertThatThrownBy(() -> crashAtStep(1100, "resumed", config))
        .isInstanceOf(SimulatedCrash.class);
    Path checkpoints = temporary.resolve("resumed/checkpoints");
    byte[] content = Checkpoint.readNewest(checkpoints).readAllBytes();
    content[7]++; // Number of environment steps; the collector's count is unchanged.
    Checkpoint.write(checkpoints, 1_000_000, out -> out.write(content));
    assertThatThrownBy(() -> resume("resumed", config))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("another version");
    content[7]--;
    Checkpoint.write(
        checkpoints,
        1_000_001,
        out -> {
          out.write(content);
          out.write(0);
        });
    assertThatThrownBy(() -> resume("resumed", config))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("contains more data than this program reads");
  }

  @Test
  void resumedRunReportsPreviousCounts() throws IOException {
    ControllerConfig config = config("realistic");
    stopAfterEpisodes(3, "run", config);
    List<OperatorCounts> counts = new ArrayList<>();
    RecordingListener listener =
        new RecordingListener() {
          @Override
          public void onStart(long steps, OperatorCounts before) {
            counts.add(before);
          }
        };
    try (RunDirectory directory = RunDirectory.open(temporary.resolve("run"), config, BUILD)) {
      Training.run(config, directory, "0123456", listener, () -> false);
    }
    assertThat(counts).singleElement().extracting(OperatorCounts::episodes).isEqualTo(3L);
  }

  @Test
  void hasNoTemperatureBeforeLearningStarts() throws IOException {
    List<Double> warmUp = new ArrayList<>();
    List<Double> learned = new ArrayList<>();
    ControllerConfig config = config("nominal");
    RecordingListener listener =
        new RecordingListener() {
          @Override
          public void onSteps(
              long steps, long updates, long pendingUpdates, LearnerMetrics metrics) {
            (steps <= config.learner().randomSteps() ? warmUp : learned)
                .add(metrics.value("temperature"));
          }
        };
    try (RunDirectory directory = RunDirectory.create(temporary.resolve("run"), config, BUILD)) {
      Training.run(config, directory, "0123456", listener, () -> false);
    }
    assertThat(warmUp).isNotEmpty().allMatch(value -> Double.isNaN(value));
    assertThat(learned).isNotEmpty().allMatch(value -> value > 0);
  }

  @Test
  void rewritesDamagedTablesFromCheckpoint() throws IOException {
    ControllerConfig config = config("nominal");
    train("uninterrupted", config);
    assertThatThrownBy(() -> crashAtStep(1100, "resumed", config))
        .isInstanceOf(SimulatedCrash.class);
    for (String table : List.of("episodes.csv", "progress.csv")) {
      Path file = temporary.resolve("resumed").resolve(table);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 3] ^= 4;
      Files.write(file, bytes);
    }
    assertThat(resume("resumed", config)).isTrue();
    assertSameResults(temporary.resolve("uninterrupted"), temporary.resolve("resumed"));
    assertThat(temporary.resolve("resumed/progress.csv.damaged")).exists();
  }

  @Test
  void rejectsRunWithoutCheckpoints() throws IOException {
    ControllerConfig config = config("nominal");
    assertThatThrownBy(() -> crashAtStep(500, "run", config)).isInstanceOf(SimulatedCrash.class);
    try (Stream<Path> checkpoints = Files.list(temporary.resolve("run/checkpoints"))) {
      for (Path checkpoint : checkpoints.toList()) {
        Files.delete(checkpoint);
      }
    }
    assertThatThrownBy(() -> resume("run", config))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("contains no checkpoint")
        .hasMessageContaining("start a new run");
    assertThat(ResumeCheck.problem(temporary.resolve("run"))).contains("contains no checkpoint");
  }

  @Test
  void writesTablesPolicyAndCurve() throws IOException {
    train("run", config("nominal"));
    Path run = temporary.resolve("run");
    assertThat(CsvTable.read(run.resolve("progress.csv")).numbers("step"))
        .containsExactly(500, 1000, 1500);
    assertThat(CsvTable.read(run.resolve("episodes.csv")).numbers("end_step")).isNotEmpty();
    assertThat(run.resolve("curve.png")).isNotEmptyFile();
    assertThat(StoredPolicy.read(run.resolve("policy.safetensors")).metadata())
        .containsEntry("policy_rate_hz", "50.0")
        .containsEntry("trained_steps", "1500")
        .containsEntry("trained_revision", "0123456");
    assertThat(recording.evaluations).isEqualTo(3);
  }

  @Test
  void asynchronousRunLearnsAndResumes() throws IOException {
    ControllerConfig config =
        config("realistic", "run.mode=asynchronous", "sim.realTime=false", "run.steps=1200");
    train("run", config);
    assertThat(recording.episodes).isNotEmpty();
    double[] firstSteps = CsvTable.read(temporary.resolve("run/episodes.csv")).numbers("end_step");
    assertThat(firstSteps[firstSteps.length - 1]).isEqualTo(1200);
    ControllerConfig longer =
        config("realistic", "run.mode=asynchronous", "sim.realTime=false", "run.steps=2400");
    assertThat(resume("run", longer)).isTrue();
    double[] steps = CsvTable.read(temporary.resolve("run/episodes.csv")).numbers("end_step");
    assertThat(steps[steps.length - 1]).isEqualTo(2400);
    assertReplayIsInOrder(temporary.resolve("run/replay.bin"), longer);
  }

  private static void assertReplayIsInOrder(Path file, ControllerConfig config) throws IOException {
    int between = 2 * (config.run().checkpointInterval() + config.task().timing().episodeSteps());
    int capacity = config.learner().replayCapacity();
    try (CompactReplayBuffer replay =
        CompactReplayBuffer.open(file, capacity, Math.max(between, capacity / 8 - 6))) {
      ReplayRecord record = new ReplayRecord();
      int previous = -1;
      for (long index = replay.tail(); index < replay.head(); index++) {
        replay.read(index, record);
        if (index > replay.tail()) {
          assertThat(record.step).isIn(0, previous + 1);
        }
        previous = record.step;
      }
    }
  }

  private static ControllerConfig config(String profile, String... settings) {
    List<ConfigOverride> overrides = new ArrayList<>();
    List<String> all = new ArrayList<>();
    all.addAll(
        List.of(
            "sim.profile=" + profile,
            "run.steps=1500",
            "run.evaluationInterval=500",
            "run.evaluationEpisodes=1",
            "run.checkpointInterval=300",
            "task.episodeSteps=120",
            "compute.threads=1"));
    if (Stream.of(settings).noneMatch(setting -> setting.startsWith("learner.name="))) {
      all.addAll(
          List.of(
              "learner.batchSize=16",
              "learner.hiddenUnits=12",
              "learner.randomSteps=200",
              "learner.replayCapacity=1000"));
    }
    all.addAll(List.of(settings));
    for (String setting : all) {
      int equals = setting.indexOf('=');
      overrides.add(
          new ConfigOverride(setting, setting.substring(0, equals), setting.substring(equals + 1)));
    }
    return ControllerConfig.read(overrides);
  }

  private void train(String name, ControllerConfig config) throws IOException {
    try (RunDirectory directory = RunDirectory.create(temporary.resolve(name), config, BUILD)) {
      assertThat(Training.run(config, directory, "0123456", recording, () -> false)).isTrue();
    }
  }

  private boolean resume(String name, ControllerConfig config) throws IOException {
    try (RunDirectory directory = RunDirectory.open(temporary.resolve(name), config, BUILD)) {
      return Training.run(config, directory, "0123456", new RecordingListener(), () -> false);
    }
  }

  private void stopAfterEpisodes(int episodes, String name, ControllerConfig config)
      throws IOException {
    RecordingListener listener = new RecordingListener();
    try (RunDirectory directory = RunDirectory.create(temporary.resolve(name), config, BUILD)) {
      boolean finished =
          Training.run(
              config, directory, "0123456", listener, () -> listener.episodes.size() >= episodes);
      assertThat(finished).isFalse();
    }
    assertThat(listener.episodes).hasSize(episodes);
  }

  /** Kills the process in the middle of an episode, well after the last checkpoint. */
  private void crashAtStep(long step, String name, ControllerConfig config) throws IOException {
    RecordingListener crashing =
        new RecordingListener() {
          @Override
          public void onSteps(
              long steps, long updates, long pendingUpdates, LearnerMetrics metrics) {
            if (steps == step) {
              throw new SimulatedCrash();
            }
          }
        };
    try (RunDirectory directory = RunDirectory.create(temporary.resolve(name), config, BUILD)) {
      Training.run(config, directory, "0123456", crashing, () -> false);
    }
  }

  private static void assertSameResults(Path one, Path other) throws IOException {
    assertThat(Files.readAllBytes(other.resolve("policy.safetensors")))
        .isEqualTo(Files.readAllBytes(one.resolve("policy.safetensors")));
    for (String column : List.of("end_step", "return", "mean_velocity", "energy_joules")) {
      assertThat(CsvTable.read(other.resolve("episodes.csv")).numbers(column))
          .as(column)
          .isEqualTo(CsvTable.read(one.resolve("episodes.csv")).numbers(column));
    }
    CsvTable progress = CsvTable.read(one.resolve("progress.csv"));
    for (String column : progress.columns()) {
      if (!WALL_TIME_COLUMNS.contains(column)) {
        assertThat(CsvTable.read(other.resolve("progress.csv")).strings(column))
            .as(column)
            .isEqualTo(progress.strings(column));
      }
    }
  }

  private static final class SimulatedCrash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static class RecordingListener implements TrainingListener {
    final List<EpisodeSummary> episodes = new ArrayList<>();
    int evaluations;

    @Override
    public void onEpisode(EpisodeSummary summary) {
      episodes.add(summary);
    }

    @Override
    public void onEvaluation(long steps, EvaluationResult result) {
      evaluations++;
    }
  }
}
