package minitaur.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import minitaur.controller.episode.EpisodeSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads recordings with the format's official library, which is TypeScript and runs in Node.js. */
class McapCoreTest {
  private static final Path SCRIPTS = Path.of("src", "test", "node");
  private static final int TRUNCATIONS = 100;

  @TempDir private Path directory;

  @Test
  void officialLibraryReadsCompleteAndTruncatedFiles() throws Exception {
    assumeTrue(
        Files.isDirectory(SCRIPTS.resolve("node_modules/@mcap/core"))
            && Files.isDirectory(SCRIPTS.resolve("node_modules/@foxglove/schemas")),
        "@mcap/core and @foxglove/schemas are not installed: run npm ci in"
            + " controller/src/test/node");
    assumeTrue(hasNode(), "node is not installed");
    EpisodeSummary summary;
    try (EpisodeRecorder recorder =
        EpisodeRecorder.start(
            directory,
            new RecordingSettings(1, 1, 0),
            7.5,
            Map.of("run", "test"),
            InstantSource.system())) {
      summary = new SimulatedEpisodes(recorder).run(0);
    }
    Path file = directory.resolve("episode-000000.mcap");

    JsonNode found = new ObjectMapper().readTree(read(file));
    assertThat(found.get("complete").asBoolean()).isTrue();
    assertThat(found.get("chunks").asInt()).isGreaterThan(1);
    assertThat(found.get("summaryCrc").asLong()).isNotZero();
    assertThat(found.get("dataCrc").asLong()).isNotZero();
    assertThat(found.get("metadata").get(0).asText()).isEqualTo("minitaur.episode");
    JsonNode topics = found.get("topics");
    assertThat(topics.get("/state").asInt()).isEqualTo(summary.steps() + 1);
    assertThat(topics.get("/action").asInt()).isEqualTo(summary.steps());
    assertThat(topics.get("/verdict").asInt()).isEqualTo(2);
    assertThat(topics.get("/scene/legs").asInt()).isEqualTo(summary.steps() + 1);
    assertThat(found.get("checked").asInt())
        .as("messages validated against Foxglove's schemas")
        .isEqualTo(
            topics.get("/scene/legs").asInt()
                + topics.get("/scene/trunk").asInt()
                + topics.get("/tf").asInt()
                + topics.get("/pose").asInt());
  }

  private static boolean hasNode() throws InterruptedException {
    try {
      Process node = new ProcessBuilder("node", "--version").start();
      return node.waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private static String read(Path file) throws Exception {
    List<String> command =
        List.of("node", "read-mcap.mjs", file.toString(), Integer.toString(TRUNCATIONS));
    Process node =
        new ProcessBuilder(command).directory(SCRIPTS.toFile()).redirectErrorStream(true).start();
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(node.exitValue()).as(output).isZero();
    return output;
  }
}
