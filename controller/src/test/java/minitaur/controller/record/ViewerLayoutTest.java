package minitaur.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the viewer layouts in docs/ use channels and fields that recordings contain. */
class ViewerLayoutTest {
  private final ObjectMapper json = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"foxglove-layout.json", "lichtblick-layout.json"})
  void plottedFieldsAreInTheSchemas(String name) throws IOException {
    JsonNode panels = json.readTree(Path.of("..", "docs", name).toFile()).get("configById");
    int plotted = 0;
    for (JsonNode panel : panels) {
      for (JsonNode path : panel.path("paths")) {
        requireField(path.get("value").asText());
        plotted++;
      }
      panel
          .path("topics")
          .fieldNames()
          .forEachRemaining(topic -> assertThat(topic(topic)).isNotNull());
    }
    assertThat(plotted).isGreaterThan(20);
  }

  private static Topic topic(String path) {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no channel " + path));
  }

  private void requireField(String path) throws IOException {
    String[] parts = path.split("\\.", -1);
    JsonNode schema = json.readTree(topic(parts[0]).schema());
    for (int i = 1; i < parts.length; i++) {
      schema = schema.path("properties").path(parts[i]);
      assertThat(schema.isMissingNode()).as(path).isFalse();
    }
    assertThat(schema.get("type").asText()).as(path).isEqualTo("number");
  }
}
