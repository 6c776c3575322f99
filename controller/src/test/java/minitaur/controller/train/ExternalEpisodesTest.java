package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.external.EnvironmentServer;
import minitaur.controller.external.ExternalSpec;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.replay.TransitionReplayBuffer;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalEpisodesTest {
  private static final int RANDOM_STEPS = 20;
  private static final int EPISODE_STEPS = 50_000;

  @TempDir private Path temporary;

  /** Serves an environment whose episodes never end by themselves. */
  public static void main(String[] arguments) throws IOException {
    ExternalSpec spec =
        new ExternalSpec(
            "no-op",
            ExternalSpec.Bounds.of(1, -1, 1),
            ExternalSpec.Bounds.of(1, -1, 1),
            EPISODE_STEPS,
            50);
    new EnvironmentServer(
            spec, EnvironmentServer::createNoOp, new BufferedInputStream(System.in), System.out)
        .run();
  }

  @Test
  void learnedPolicyActsWithinEpisodeAfterRandomSteps() throws IOException {
    ControllerConfig config = config();
    try (ExternalEnvironments environments = ExternalEnvironments.start(config);
        TransitionReplayBuffer replay =
            TransitionReplayBuffer.open(
                temporary.resolve("replay.bin"), environments.spec(), 1000, 0)) {
      ExternalEpisodes episodes =
          new ExternalEpisodes(config, environments, saturatedPolicies(), replay);
      episodes.start(() -> false);
      TransitionBatch batch = new TransitionBatch(2 * RANDOM_STEPS, 1, 1);
      for (int i = 0; i < batch.size; i++) {
        assertThat(episodes.collect()).isEqualTo(ExperienceSource.Progress.STEPS);
      }
      replay.newest(batch);
      for (int i = 0; i < batch.size; i++) {
        if (i < RANDOM_STEPS) {
          assertThat(batch.actions[i]).as("random step %d", i).isNotEqualTo(1f);
        } else {
          assertThat(batch.actions[i]).as("step %d", i).isEqualTo(1f);
        }
      }
    }
  }

  /** Policies whose every action is 1. */
  private static BehaviorPolicies saturatedPolicies() {
    PolicySpec spec = new PolicySpec(1, List.of(4, 4), 1, PolicySpec.Head.SQUASHED_GAUSSIAN);
    float[] parameters = new float[4 + 4 + 4 * 4 + 4 + 4 * 2 + 2];
    Arrays.fill(parameters, 4);
    return new BehaviorPolicies(
        MatrixBackend.fastest(),
        spec,
        1,
        RANDOM_STEPS,
        1,
        () -> new PolicyParameters(7, parameters),
        policy -> {});
  }

  private static ControllerConfig config() {
    String java = ProcessHandle.current().info().command().orElseThrow();
    String classes =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains(" "))
            .reduce((one, other) -> one + File.pathSeparator + other)
            .orElseThrow();
    return ControllerConfig.read(
        List.of(
            new ConfigOverride(
                "test",
                "environment.id",
                "program:%s -Xshare:auto -XX:TieredStopAtLevel=1 -cp %s %s"
                    .formatted(java, classes, ExternalEpisodesTest.class.getName())),
            new ConfigOverride("test", "run.evaluationEpisodes", "1")));
  }
}
