package minitaur.controller.format.mcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class McapWriterTest {
  private static final int MESSAGES = 60;
  private static final int CHUNK_BYTES = 500;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private byte[] writeFile(boolean finished) throws IOException {
    return writeFile(finished, ChunkCompression.best());
  }

  private byte[] writeFile(boolean finished, ChunkCompression compression) throws IOException {
    try (McapWriter writer =
        new McapWriter(Channels.newChannel(out), "test", CHUNK_BYTES, compression)) {
      int schema = writer.addSchema("Number", "jsonschema", "{\"type\": \"object\"}");
      int even = writer.addChannel("/even", schema, "json");
      int odd = writer.addChannel("/odd", schema, "json");
      for (int i = 0; i < MESSAGES; i++) {
        byte[] text = messageText(i).getBytes(StandardCharsets.UTF_8);
        // The times of one channel are behind those of the other.
        writer.write(
            i % 2 == 0 ? even : odd, 1000L * i - (i % 2) * 5000L + 10_000, text, text.length);
      }
      if (finished) {
        writer.addMetadata("about", Map.of("author", "M\u00fcller"));
        writer.finish();
      }
    }
    return out.toByteArray();
  }

  private static String messageText(int i) {
    return "{\"number\": " + i + "}";
  }

  @Test
  void roundTripsMessages() throws IOException {
    McapFile file = McapFile.read(writeFile(true));
    assertThat(file.complete).isTrue();
    assertThat(file.schemas.values())
        .containsExactly(new McapFile.Schema("Number", "jsonschema", "{\"type\": \"object\"}"));
    assertThat(file.channels.values())
        .containsExactly(
            new McapFile.Channel(1, "/even", "json"), new McapFile.Channel(1, "/odd", "json"));
    assertThat(file.messages).hasSize(MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(file.messages.get(i).text()).isEqualTo(messageText(i));
      assertThat(file.messages.get(i).sequence()).isEqualTo(i / 2);
    }
    assertThat(file.messagesOf("/odd").get(0).timeNanos()).isEqualTo(6000);
    assertThat(file.metadata).containsEntry("about", Map.of("author", "M\u00fcller"));
    assertThat(file.chunks).hasSizeGreaterThan(3);
  }

  @Test
  void truncatedFileKeepsItsCompleteChunks() throws IOException {
    byte[] fileBytes = writeFile(true);
    McapFile.Chunk[] chunks = McapFile.read(fileBytes).chunks.toArray(McapFile.Chunk[]::new);
    for (int length = 0; length < fileBytes.length; length++) {
      int expected = 0;
      for (McapFile.Chunk chunk : chunks) {
        expected += chunk.end() <= length ? chunk.messages() : 0;
      }
      McapFile truncated = McapFile.read(Arrays.copyOf(fileBytes, length));
      assertThat(truncated.messages).as("cut at %s", length).hasSize(expected);
      if (expected > 0) {
        assertThat(truncated.channels).hasSize(2);
      }
    }
  }

  @Test
  void writesChunkWhenFull() throws IOException {
    McapFile file = McapFile.read(writeFile(false));
    assertThat(file.complete).isFalse();
    int unwritten = MESSAGES - file.messages.size();
    assertThat(unwritten * 40).isBetween(0, CHUNK_BYTES + 60);
    assertThat(file.chunks).hasSizeGreaterThan(3);
  }

  @Test
  void writesUncompressedChunks() throws IOException {
    byte[] bytes = writeFile(true, ChunkCompression.NONE);
    McapFile file = McapFile.read(bytes);
    assertThat(file.complete).isTrue();
    assertThat(file.messages).hasSize(MESSAGES);
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .contains(messageText(0))
        .doesNotContain("zstd");
  }

  @Test
  void rejectsChannelWithUnknownSchema() throws IOException {
    try (McapWriter writer = new McapWriter(Channels.newChannel(out), "test", CHUNK_BYTES)) {
      assertThatThrownBy(() -> writer.addChannel("/topic", 1, "json"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no schema 1 for /topic");
    }
  }
}
