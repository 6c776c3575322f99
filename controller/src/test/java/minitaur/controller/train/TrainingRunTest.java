package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  @TempDir private Path temporary;

  @Test
  void storesTheActingPolicyAlsoWhenARollbackRepeatsItsId() throws IOException {
    ControllerConfig config =
        ControllerConfig.read(
            Stream.of(
                    "robot.hal=serial",
                    "robot.port=/nowhere",
                    "learner.hiddenUnits=8",
                    "learner.randomSteps=0")
                .map(setting -> ConfigOverride.parse("test", setting))
                .toList());
    BuildInfo build = new BuildInfo("test", "0123456", false);
    try (RunDirectory directory = RunDirectory.create(temporary.resolve("run"), config, build);
        TrainingRun run =
            TrainingRun.onRobot(
                config, directory, "0123456", CompactReplayBuffer.open(directory.replay(), 1000))) {
      float[] values = run.learner().policy().copy().values();
      for (float value : new float[] {1, 2}) {
        float[] changed = values.clone();
        changed[0] = value;
        run.behavior(0, () -> new PolicyParameters(17, changed)).get();
        run.writeActingPolicies(100);
        assertThat(StoredPolicy.read(directory.policy(17)).parameters()[0]).isEqualTo(value);
      }
    }
  }
}
