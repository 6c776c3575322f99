package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.WalkingTask;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.lifecycle.EpisodeLifecycle;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.verify.RecordedSimulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RobotIoReplayTest {
  private static final int HIDDEN = 8;

  @TempDir private Path directory;

  private final ControllerConfig config =
      config("sim.profile=realistic", "task.episodeSteps=60", "learner.hiddenUnits=" + HIDDEN);

  @Test
  void evaluationReplayIsBitIdentical() throws Exception {
    Path policy = policy(0.02f);
    Path log = evaluate(policy);
    RobotIoReplay.Result result = RobotIoReplay.ofEvaluation(config, log, policy);
    assertThat(result.episodes()).hasSize(2);
    assertThat(result.episodes()).allMatch(episode -> episode.firstDifference() == -1);
    // The last command of an episode ends it.
    assertThat(result.commands())
        .isEqualTo(result.episodes().stream().mapToInt(e -> e.steps() + 1).sum());
    assertThat(result.differing()).isZero();
    assertThat(result.missing()).isZero();
    assertThat(result.truncated()).isFalse();
  }

  @Test
  void replaysTruncatedLogOfKilledRun() throws Exception {
    Path policy = policy(0.02f);
    // A killed process leaves complete chunks; these episodes fill several.
    byte[] bytes = Files.readAllBytes(evaluate(policy, 20));
    Path log = directory.resolve("killed.log");
    for (double share : new double[] {0.3, 0.6, 0.8, 0.95}) {
      Files.write(log, Arrays.copyOf(bytes, (int) (share * bytes.length)));
      RobotIoReplay.Result result = RobotIoReplay.ofEvaluation(config, log, policy);
      assertThat(result.commands()).as("share %s", share).isPositive();
      assertThat(result.differing()).as("share %s", share).isZero();
      assertThat(result.missing()).as("share %s", share).isZero();
      assertThat(result.truncated()).as("share %s", share).isTrue();
    }
  }

  @Test
  void reportsFirstDifferenceForOtherPolicy() throws Exception {
    Path log = evaluate(policy(0.02f));
    Path other = directory.resolve("other");
    store(other, 0.021f);
    RobotIoReplay.Result result = RobotIoReplay.ofEvaluation(config, log, other);
    assertThat(result.episodes().get(1).firstDifference()).isZero();
    assertThat(result.maxDifference()).isBetween(1e-9, 1.0);
  }

  @Test
  void trainingReplayReproducesNoise() throws Exception {
    Path log = directory.resolve("robot-io-1.log");
    try (RobotSession session = RecordedSimulation.open(config, log)) {
      BehaviorPolicies policies = behavior();
      Collector collector =
          new Collector(
              config,
              new RunContext(session, new OperatorChannel(InstantSource.system()), () -> {}),
              policies,
              TransitionSink.NONE,
              EpisodeObserver.NONE);
      for (int episodes = 0; episodes < 3; ) {
        episodes += collector.advance() == EpisodeLifecycle.Outcome.EPISODE_ENDED ? 1 : 0;
      }
    }
    RobotIoReplay.Result result = RobotIoReplay.ofRun(config, log);
    assertThat(result.episodes()).hasSize(3);
    assertThat(result.commands()).isGreaterThan(20);
    assertThat(result.differing()).isZero();
    assertThatThrownBy(() -> RobotIoReplay.ofEvaluation(config, log, policy(0.02f)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("log of a training run");
  }

  @Test
  void parsesWrittenNotes() {
    EpisodeNote.Begin begin = EpisodeNote.begin(3, 17, new byte[] {1, -1, 0});
    EpisodeNote.Begin read = (EpisodeNote.Begin) EpisodeNote.parse(begin.text()).orElseThrow();
    assertThat(read.behaviorState()).containsExactly(1, -1, 0);
    assertThat(read).isEqualTo(begin);
    assertThat(EpisodeNote.parse("end 12 MOCAP_LOST")).isPresent();
    assertThat(EpisodeNote.parse("end 12 ")).isPresent();
    assertThat(EpisodeNote.parse("end 12 UNKNOWN_REASON")).isEmpty();
    assertThat(EpisodeNote.parse("not a note")).isEmpty();
  }

  private Path evaluate(Path policy) throws IOException {
    return evaluate(policy, 2);
  }

  private Path evaluate(Path policy, int episodes) throws IOException {
    Path log = directory.resolve("walk.log");
    try (RobotSession session = RecordedSimulation.open(config, log)) {
      Evaluation.run(
          config,
          StoredPolicies.deterministic(policy, config),
          episodes,
          session,
          reason -> true,
          () -> false);
    }
    return log;
  }

  private BehaviorPolicies behavior() {
    return new BehaviorPolicies(
        MatrixBackend.fastest(),
        spec(),
        config.run().seed(),
        config.learner().randomSteps(),
        0,
        () -> {
          throw new IllegalStateException("only random steps are taken");
        },
        policy -> {});
  }

  private PolicySpec spec() {
    return config.learner().policySpec(WalkingTask.spec(config.task()));
  }

  private Path policy(float scale) throws IOException {
    Path file = directory.resolve("policy-" + scale);
    store(file, scale);
    return file;
  }

  private void store(Path file, float scale) throws IOException {
    float[] values = new float[spec().parameters()];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (i % 13 - 6);
    }
    StoredPolicy.of(spec(), values, PolicyMetadata.ofRobot(config)).write(file);
  }

  private static ControllerConfig config(String... settings) {
    return ControllerConfig.read(
        Stream.of(settings).map(setting -> ConfigOverride.parse("test", setting)).toList());
  }
}
