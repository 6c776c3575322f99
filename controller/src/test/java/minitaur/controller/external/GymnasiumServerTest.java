package minitaur.controller.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests the server of Gymnasium environments. Skipped when the interpreter in MINITAUR_TEST_PYTHON,
 * or else python3, has no gymnasium with MuJoCo.
 */
class GymnasiumServerTest {
  private static final String PYTHON =
      Optional.ofNullable(System.getenv("MINITAUR_TEST_PYTHON")).orElse("python3");

  @BeforeAll
  static void requireGymnasium() throws IOException, InterruptedException {
    boolean found;
    try {
      Process process =
          new ProcessBuilder(PYTHON, "-c", "import gymnasium, mujoco")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      found = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      found = false;
    }
    assumeTrue(found, PYTHON + " has no gymnasium with MuJoCo; see docs/gymnasium.md");
  }

  @Test
  void servesHalfCheetahDeterministically() {
    float[][] last = new float[2][17];
    for (int run = 0; run < 2; run++) {
      try (EnvironmentProcess process =
          EnvironmentProcess.start(settings("gymnasium:HalfCheetah-v5"), 2, 0)) {
        assertThat(process.spec().observations().size()).isEqualTo(17);
        assertThat(process.spec().actions().size()).isEqualTo(6);
        assertThat(process.spec().forLearner(0).horizonSteps()).isEqualTo(1000);
        assertThat(process.spec().rateHz()).isEqualTo(20);
        process.reset(0, 4, last[run]);
        process.reset(1, 5, last[run]);
        float[] actions = new float[12];
        for (int step = 0; step < 20; step++) {
          actions[step % 12] = 0.5f;
          process.step(actions);
          assertThat(process.isTerminated(0)).isFalse();
        }
        process.copyObservation(1, last[run]);
        assertThat(process.reward(1)).isNotZero();
      }
    }
    assertThat(last[1]).isEqualTo(last[0]);
  }

  @Test
  void rejectsNonBoxSpaceByName() {
    assertThatThrownBy(() -> EnvironmentProcess.start(settings("gymnasium:CartPole-v1"), 1, 0))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("action space Discrete(2) is a Discrete; only Box is supported");
  }

  @Test
  void errorNamesUnknownEnvironment() {
    assertThatThrownBy(() -> EnvironmentProcess.start(settings("gymnasium:Nowhere-v1"), 1, 0))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("Nowhere");
  }

  private static EnvironmentSettings settings(String id) {
    EnvironmentSettings defaults = EnvironmentSettings.defaults();
    return new EnvironmentSettings(id, PYTHON, defaults.maxEpisodeSteps(), 60);
  }
}
