package minitaur.controller.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the JavaScript server on MuJoCo's WebAssembly build. Skipped without Node.js and the
 * packages of experiments/mujoco.
 */
class MujocoServerTest {
  private static final Path SERVER_DIRECTORY = Path.of("../experiments/mujoco");

  @BeforeAll
  static void requireMujoco() {
    assumeTrue(
        Files.isDirectory(SERVER_DIRECTORY.resolve("node_modules/@mujoco")),
        "MuJoCo is not installed: run npm ci in experiments/mujoco");
    boolean node;
    try {
      node = new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      node = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      node = false;
    }
    assumeTrue(node, "Node.js is not installed");
  }

  @Test
  void keepsServingAfterInterrupt(@TempDir Path directory)
      throws IOException, InterruptedException {
    InterruptedServer.assertKeepsServing(
        directory, List.of("node", SERVER_DIRECTORY.resolve("env-server.mjs").toString()));
  }

  @Test
  void servesWalkingTaskDeterministically() {
    try (EnvironmentProcess process =
        new EnvironmentProcess(
            "mujoco",
            List.of("node", SERVER_DIRECTORY.resolve("env-server.mjs").toString()),
            2,
            0,
            Duration.ofSeconds(60))) {
      assertThat(process.spec().forLearner(0).horizonSteps()).isEqualTo(500);
      assertThat(process.spec().rateHz()).isEqualTo(50);
      float[] first = new float[112];
      float[] second = new float[112];
      process.reset(0, 3, first);
      process.reset(1, 3, second);
      assertThat(second).isEqualTo(first);
      // Motor angles around the start extension of 2 rad, and a level trunk.
      for (int motor = 0; motor < 8; motor++) {
        assertThat(first[motor]).isBetween(1.9f, 2.1f);
      }
      float[] actions = new float[16];
      for (int step = 0; step < 30; step++) {
        actions[step % 8] = 0.5f;
        actions[8 + step % 8] = 0.5f;
        process.step(actions);
        assertThat(process.reward(1)).isEqualTo(process.reward(0)).isBetween(-5f, 1f);
      }
      process.copyObservation(0, first);
      process.copyObservation(1, second);
      assertThat(second).isEqualTo(first);
      process.reset(1, 4, second);
      process.reset(0, 3, first);
      assertThat(second).isNotEqualTo(first);
    }
  }
}
