package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads the emulated QTM server with Qualisys' client, so that server and decoder cannot share an
 * error. Needs node and its package qualisys-rt, which "npm ci" in {@code src/test/node} installs;
 * skipped if missing.
 */
@Timeout(300)
@Tag("timing")
class QualisysClientTest {
  private static final Path SCRIPTS = Path.of("src", "test", "node");

  @TempDir Path directory;

  @Test
  void qualisysClientReadsNamesAndBodies() throws Exception {
    assumeTrue(runs("node", "--version"), "node is not installed");
    assumeTrue(
        Files.isDirectory(SCRIPTS.resolve("node_modules").resolve("qualisys-rt")),
        "Node package qualisys-rt is missing: run npm ci in sim/src/test/node");
    List<EmulatedBody> bodies = RecordingListener.twoBodies(1.5, false);
    try (EmulatedQtmServer server = new EmulatedQtmServer(0, List.of("Minitaur", "Box & lid"))) {
      Path output = directory.resolve("output");
      Process client =
          new ProcessBuilder(
                  "node",
                  SCRIPTS.resolve("qualisys-client.js").toString(),
                  String.valueOf(server.port()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        for (long frame = 1; client.isAlive(); frame++) {
          server.publish(frame, frame * 10_000_000, bodies);
          LockSupport.parkNanos(10_000_000);
        }
        assertThat(client.exitValue()).as(Files.readString(output)).isZero();
      } finally {
        client.destroyForcibly();
      }
      check(Files.readAllLines(output));
    }
  }

  private static void check(List<String> lines) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : lines) {
      nodes.add(mapper.readTree(line));
    }
    assertThat(nodes).hasSize(6);
    // Qualisys' client lowercases the first letter of every name.
    assertThat(nodes.get(0).toString()).contains("initaur", "ox & lid");
    for (int i = 1; i < 6; i++) {
      JsonNode frameBodies = nodes.get(i).get("bodies");
      assertThat(nodes.get(i).get("frame").asLong())
          .isEqualTo(nodes.get(1).get("frame").asLong() + i - 1);
      assertThat(frameBodies.size()).isEqualTo(2);
      JsonNode robot = frameBodies.get(0);
      assertThat(robot.get("x").asDouble()).isCloseTo(1500, within(1e-3));
      assertThat(robot.get("y").asDouble()).isCloseTo(-250, within(1e-3));
      assertThat(robot.get("z").asDouble()).isCloseTo(500, within(1e-3));
      // Rotation matrix of quaternion (1, 1, -1, 1) / 2, column-major.
      double[] columns = {0, 0, 1, -1, 0, 0, 0, -1, 0};
      for (int element = 0; element < 9; element++) {
        assertThat(robot.get("rotation").get(element).asDouble())
            .as("element %d", element)
            .isCloseTo(columns[element], within(1e-6));
      }
      assertThat(frameBodies.get(1).get("x").isNull()).as("JSON has no NaN").isTrue();
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }
}
