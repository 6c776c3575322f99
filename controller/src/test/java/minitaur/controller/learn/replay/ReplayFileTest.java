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
  void setUp() throws IOException {
    file = directory.resolve("replay.bin");
    CompactReplayBuffer.open(file, 100).close();
  }

  private void assertRejected(String... parts) {
    assertThatThrownBy(() -> CompactReplayBuffer.open(file, 100))
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
  void removesPartialFileOfKilledProcessBeforeItChecksFreeSpace() throws IOException {
    Path large = directory.resolve("large.bin");
    Path partial = Files.write(directory.resolve("large.bin.new"), new byte[10]);
    // More than any disk holds.
    assertThatThrownBy(() -> ReplayFile.open(large, 1 << 30, 100, 1 << 29))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bytes of disk");
    assertThat(partial).doesNotExist();
  }

  @Test
  void headerMatchesDocumentedLayout() throws IOException {
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
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
  void rejectsOtherVersion() throws IOException {
    putInt(8, 1);
    assertRejected("format version is 1", "expected 2", "start a new run in another directory");
  }

  @Test
  void rejectsOtherRecordSize() throws IOException {
    putInt(12, 92);
    assertRejected("bytes per record is 92", "expected 88");
  }

  @Test
  void rejectsOtherCapacity() {
    assertThatThrownBy(() -> CompactReplayBuffer.open(file, 200))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("capacity in transitions is 100, expected 200");
  }

  @Test
  void rejectsOtherSlack() {
    assertThatThrownBy(() -> CompactReplayBuffer.open(file, 100, 50))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("slots for records");
  }

  @Test
  void rejectsFileOfOtherType() throws IOException {
    Files.write(file, new byte[20_000]);
    assertRejected("not a replay file");
  }

  @Test
  void rejectsTruncatedFile() throws IOException {
    truncate(Files.size(file) - 1);
    assertRejected("instead of", "records are missing", "start a new run");
    truncate(100);
    assertRejected("truncated after 100 bytes");
    truncate(0);
    assertRejected("truncated after 0 bytes");
  }

  @Test
  void rejectsCorruptedHead() throws IOException {
    putInt(36, -1);
    assertRejected("corrupted: the header reports");
  }

  @Test
  void reportsMissingDirectory() {
    Path missing = directory.resolve("none").resolve("replay.bin");
    assertThatThrownBy(() -> CompactReplayBuffer.open(missing, 100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("directory does not exist");
  }

  @Test
  void rejectsSecondWriterWhileOpen() throws IOException {
    CompactReplayBuffer first = CompactReplayBuffer.open(file, 100);
    assertRejected("in use by another run");
    first.close();
    CompactReplayBuffer.open(file, 100).close();
  }

  @Test
  void leavesNoTemporaryFile() throws IOException {
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void ignoresLeftoverTemporaryFile() throws IOException {
    Files.delete(file);
    Files.write(directory.resolve("replay.bin.new"), new byte[1_000_000]);
    CompactReplayBuffer.open(file, 100).close();
    assertThat(Files.size(file)).isEqualTo(4096 + 122 * (88 + 2));
  }

  /** A file larger than 2 GiB is mapped in segments; here they hold 8 records. */
  @Test
  void segmentsDoNotChangeTheFile() throws IOException {
    Path records = directory.resolve("records.bin");
    int recordBytes = 12;
    for (int maxSegmentBytes : new int[] {8 * recordBytes + 4, 1 << 20, 8 * recordBytes}) {
      try (ReplayFile replay = ReplayFile.open(records, recordBytes, 20, 30, maxSegmentBytes)) {
        long first = replay.head();
        for (long index = first; index < first + 50; index++) {
          replay.put(0, (float) index);
          replay.put(1, (int) index);
          replay.put(2, new float[] {(float) -index}, 1);
          replay.append();
        }
        replay.force();
      }
      for (int readSegmentBytes : new int[] {1 << 20, 8 * recordBytes}) {
        try (ReplayFile replay = ReplayFile.open(records, recordBytes, 20, 30, readSegmentBytes)) {
          float[] last = new float[2];
          for (long index = replay.head() - 30; index < replay.head(); index++) {
            assertThat(replay.isIntact(index)).isTrue();
            assertThat(replay.getFloat(index, 0)).isEqualTo((float) index);
            assertThat(replay.getInt(index, 1)).isEqualTo((int) index);
            replay.getFloats(index, 2, last, 1, 1);
            assertThat(last[1]).isEqualTo((float) -index);
          }
          assertThat(replay.isIntact(replay.head() - 31)).isFalse();
        }
      }
    }
    assertThat(Files.size(records)).isEqualTo(4096 + 30 * (recordBytes + 2));
  }
}
