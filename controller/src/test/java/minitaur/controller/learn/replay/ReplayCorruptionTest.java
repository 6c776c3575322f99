package minitaur.controller.learn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that corruption of a replay file is detected and counted, and corrupted records are never
 * sampled.
 */
class ReplayCorruptionTest {
  private static final int HEADER = 4096;
  private static final int RECORD = 88;
  private static final int EPISODE = 50;

  @TempDir Path directory;

  /**
   * Writes episodes of 50 steps; every number of a record is its index, which the reward repeats.
   */
  private long write(Path file, int records) throws IOException {
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 1000)) {
      ReplayRecord record = new ReplayRecord();
      for (int index = 0; index < records; index++) {
        fill(record, index);
        replay.append(record);
      }
      return replay.id();
    }
  }

  private static void fill(ReplayRecord record, int index) {
    record.step = index % EPISODE;
    record.kind =
        record.step == EPISODE - 1
            ? ReplayRecord.Kind.FINAL_OBSERVATION
            : ReplayRecord.Kind.TRANSITION;
    Arrays.fill(record.observation, index);
    record.reward = index;
  }

  private static void flipBit(Path file, long bit) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bit / 8);
      int value = bytes.read();
      bytes.seek(bit / 8);
      bytes.write(value ^ (1 << (bit % 8)));
    }
  }

  private static NavigableSet<Integer> sampledIndices(CompactReplayBuffer replay) {
    return sampledIndices(replay, 40);
  }

  private static NavigableSet<Integer> sampledIndices(CompactReplayBuffer replay, int rounds) {
    TreeSet<Integer> rewards = new TreeSet<>();
    for (int round = 0; round < rounds; round++) {
      Batch batch = new Batch(256).draw(replay, RandomStream.of(round, "batch"));
      for (int row = 0; row < batch.size; row++) {
        int index = (int) batch.rewards[row];
        assertThat(batch.state(row)[0]).isEqualTo(index);
        assertThat(batch.state(row)[60]).isEqualTo(index - Math.min(5, index % EPISODE));
        assertThat(batch.nextState(row)[0]).isEqualTo(index + 1);
        rewards.add(index);
      }
    }
    return rewards;
  }

  @Test
  void neverSamplesRecordsWithFlippedBits() throws IOException {
    Path intact = directory.resolve("whole.bin");
    long id = write(intact, 300);
    Random random = new Random(1);
    Path file = directory.resolve("replay.bin");
    int slots = slots(intact);
    for (int round = 0; round < 60; round++) {
      Files.copy(intact, file, StandardCopyOption.REPLACE_EXISTING);
      int damaged = 10 + random.nextInt(280);
      long start =
          random.nextBoolean()
              ? HEADER + (long) damaged * RECORD
              : HEADER + (long) slots * RECORD + damaged * 2L;
      flipBit(file, start * 8 + random.nextInt(16));
      try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 1000)) {
        replay.restore(id, 300, false);
        assertThat(replay.damaged()).isEqualTo(1);
        NavigableSet<Integer> sampled = sampledIndices(replay);
        int step = damaged % EPISODE;
        for (int index = damaged - Math.min(1, step); index <= damaged + 5; index++) {
          if (index / EPISODE == damaged / EPISODE) {
            assertThat(sampled).doesNotContain(index);
          }
        }
        assertThat(sampled).hasSizeGreaterThan(240).hasSizeLessThanOrEqualTo(replay.size());
      }
    }
  }

  /**
   * The checksum is half as long as a CRC-32C; this test shows that it detects all single-bit
   * errors.
   */
  @Test
  void detectsEverySingleBitError() throws IOException {
    Path file = directory.resolve("replay.bin");
    write(file, 300);
    try (ReplayFile replay = ReplayFile.open(file, RECORD, 1000, slots(file))) {
      for (int bit = 0; bit < RECORD * 8; bit++) {
        long at = (HEADER + 77L * RECORD) * 8 + bit;
        flipBit(file, at);
        assertThat(replay.isIntact(77)).as("bit %d", bit).isFalse();
        flipBit(file, at);
      }
      assertThat(replay.isIntact(77)).isTrue();
    }
  }

  private static int slots(Path file) throws IOException {
    return (int) ((Files.size(file) - HEADER) / (RECORD + 2));
  }

  @Test
  void detectsDamageToOpenFileOnFirstSample() throws IOException {
    Path file = directory.resolve("replay.bin");
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 1000)) {
      ReplayRecord record = new ReplayRecord();
      for (int index = 0; index < 100; index++) {
        fill(record, index);
        replay.append(record);
      }
      int before = replay.size();
      flipBit(file, (HEADER + 20L * RECORD) * 8);
      assertThat(sampledIndices(replay)).doesNotContain(19, 20, 21, 25).contains(18, 26);
      assertThat(replay.damaged()).isEqualTo(1);
      assertThat(replay.size()).isEqualTo(before - 7);
    }
  }

  /** Repeated, because the first record sampled may be any of those that the damage affects. */
  @Test
  void verifiesEveryRecordOfFirstSample() throws IOException {
    for (int damaged = 5; damaged < 40; damaged++) {
      Path file = directory.resolve(damaged + ".bin");
      try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 1000)) {
        ReplayRecord record = new ReplayRecord();
        for (int index = 0; index < 100; index++) {
          fill(record, index);
          replay.append(record);
        }
        flipBit(file, (HEADER + (long) damaged * RECORD) * 8);
        assertThat(sampledIndices(replay, 1))
            .doesNotContain(damaged - 1, damaged, damaged + 1, damaged + 5);
      }
    }
  }

  @Test
  void recoversDamagedHeaderFromRecords() throws IOException {
    Path intact = directory.resolve("whole.bin");
    long id = write(intact, 300);
    Path file = directory.resolve("replay.bin");
    for (int offset : new int[] {32, 40}) {
      for (int bit = 0; bit < 40; bit++) {
        Files.copy(intact, file, StandardCopyOption.REPLACE_EXISTING);
        flipBit(file, offset * 8L + bit);
        try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 1000)) {
          replay.restore(id, 250, true);
          assertThat(replay.head()).as("byte %d, bit %d", offset, bit).isEqualTo(300);
          replay.restore(id, 250, false);
          assertThat(replay.head()).isEqualTo(250);
          assertThat(replay.damaged()).isZero();
          assertThat(replay.size()).isEqualTo(5 * (EPISODE - 1));
        }
      }
    }
  }

  @Test
  void rejectsZeroedAndForeignRecords() throws IOException {
    Path file = directory.resolve("replay.bin");
    Path other = directory.resolve("other.bin");
    long id = write(file, 300);
    long otherId = write(other, 300);
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(other, 1000)) {
      assertThatThrownBy(() -> replay.restore(id, 300, false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another run");
    }
    // Records of another run after the header of this run.
    byte[] bytes = Files.readAllBytes(file);
    byte[] foreign = Files.readAllBytes(other);
    System.arraycopy(foreign, HEADER, bytes, HEADER, bytes.length - HEADER);
    Files.write(file, bytes);
    assertAlmostAllDamaged(file, id);
    Arrays.fill(bytes, HEADER, bytes.length, (byte) 0);
    Files.write(file, bytes);
    assertAlmostAllDamaged(file, id);
    assertThat(otherId).isNotEqualTo(id);
  }

  /** A foreign record has a matching checksum by chance with a probability of 1 in 65,536. */
  private static void assertAlmostAllDamaged(Path file, long id) throws IOException {
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 1000)) {
      replay.restore(id, 300, false);
      assertThat(replay.damaged()).isBetween(297L, 299L);
      assertThat(replay.size()).isZero();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("all of its records are corrupted");
    }
  }

  @Test
  void allocatesDiskSpaceOnCreation() throws Exception {
    Path file = directory.resolve("replay.bin");
    CompactReplayBuffer.open(file, 100_000).close();
    Process du = new ProcessBuilder("du", "-k", file.toString()).start();
    String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(Long.parseLong(text.split("\\s", -1)[0]))
        .isGreaterThanOrEqualTo(100_000L * 90 / 1024);
  }
}
