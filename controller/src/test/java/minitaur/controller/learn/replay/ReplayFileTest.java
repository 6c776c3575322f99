package minitaur.controller.learn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFileTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void makeAFile() throws IOException {
    file = directory.resolve("replay.bin");
    ReplayBuffer.open(file, 100).close();
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> ReplayBuffer.open(file, 100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }

  private void putInt(int offset, int value) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value);
      channel.write(buffer, offset);
    }
  }

  private void truncate(long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }

  @Test
  void beginsWithTheHeaderThatItsDiagramShows() throws IOException {
    try (ReplayBuffer replay = ReplayBuffer.open(file, 100)) {
      replay.append(new ReplayRecord());
    }
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(bytes, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("MINIRPLY");
    assertThat(header.getInt(8)).isEqualTo(2);
    assertThat(header.getInt(12)).isEqualTo(88);
    assertThat(header.getLong(16)).isEqualTo(100);
    assertThat(header.getLong(24)).isEqualTo(122);
    assertThat(header.getLong(32)).isEqualTo(1);
    assertThat(bytes).hasSize(4096 + 122 * (88 + 2));
  }

  @Test
  void anotherVersionIsRejected() throws IOException {
    putInt(8, 1);
    assertRefused("format version is 1", "expected is 2", "start a new run in another directory");
  }

  @Test
  void anotherRecordSizeIsRejected() throws IOException {
    putInt(12, 92);
    assertRefused("bytes per record is 92", "expected is 88");
  }

  @Test
  void anotherCapacityIsRejected() {
    assertThatThrownBy(() -> ReplayBuffer.open(file, 200))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("capacity in transitions is 100, expected is 200");
  }

  @Test
  void anotherSlackIsRejected() {
    assertThatThrownBy(() -> ReplayBuffer.open(file, 100, 50))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("slots for records");
  }

  @Test
  void aFileThatIsNoReplayIsRejected() throws IOException {
    Files.write(file, new byte[20_000]);
    assertRefused("not a replay file");
  }

  @Test
  void aCutOffFileIsRejected() throws IOException {
    truncate(Files.size(file) - 1);
    assertRefused("instead of", "records are missing", "start a new run");
    truncate(100);
    assertRefused("cut off after 100 bytes");
    truncate(0);
    assertRefused("cut off after 0 bytes");
  }

  @Test
  void aDamagedHeadIsRejected() throws IOException {
    putInt(36, -1);
    assertRefused("damaged");
  }

  @Test
  void aDirectoryThatDoesNotExistIsNamed() {
    Path lost = directory.resolve("none").resolve("replay.bin");
    assertThatThrownBy(() -> ReplayBuffer.open(lost, 100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(lost.toString())
        .hasMessageContaining("directory does not exist");
  }

  @Test
  void aSecondWriterIsRejectedUntilTheFirstIsDone() throws IOException {
    ReplayBuffer first = ReplayBuffer.open(file, 100);
    assertRefused("in use by another run");
    first.close();
    ReplayBuffer.open(file, 100).close();
  }

  @Test
  void nothingIsLeftAsideAfterMaking() throws IOException {
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatAKilledMakerLeftAsideIsNoHindrance() throws IOException {
    Files.delete(file);
    Files.write(directory.resolve("replay.bin.new"), new byte[1_000_000]);
    ReplayBuffer.open(file, 100).close();
    assertThat(Files.size(file)).isEqualTo(4096 + 122 * (88 + 2));
  }
}
