package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import minitaur.controller.run.storage.FaultInjectingFiles;
import minitaur.controller.run.storage.LocalFileOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Spool.Limits MANY = new Spool.Limits(100, Long.MAX_VALUE);

  @TempDir private Path directory;

  @Test
  void returnsOldestFirstAlsoAfterReopening() throws IOException {
    Spool spool = open(MANY);
    add(spool, 5, 3, 4);
    assertThat(numbers(spool)).containsExactly(5L, 3L, 4L);
    Spool reopened = open(MANY);
    Spool.Entry oldest = reopened.oldest();
    assertThat(reopened.read(oldest)).isEqualTo(TestEpisodes.episode(5, 2));
    reopened.markSent(oldest);
    add(reopened, 1);
    assertThat(numbers(reopened)).containsExactly(3L, 4L, 1L);
    assertThat(numbers(open(MANY))).containsExactly(3L, 4L, 1L);
  }

  @Test
  void isFullByCountOrBytes() throws IOException {
    assertThat(open(new Spool.Limits(1, 0)).isFull()).as("an episode of any size fits").isFalse();
    Spool limited = open(new Spool.Limits(2, Long.MAX_VALUE));
    add(limited, 0, 1);
    assertThat(limited.isFull()).isTrue();
    assertThatThrownBy(() -> add(limited, 2)).isInstanceOf(IllegalStateException.class);
    limited.markSent(limited.oldest());
    assertThat(limited.isFull()).isFalse();
    assertThat(open(new Spool.Limits(100, limited.bytes())).isFull()).isTrue();
    assertThat(open(new Spool.Limits(100, limited.bytes() + 1)).isFull()).isFalse();
  }

  @Test
  void movesTruncatedFilesToDamaged() throws IOException {
    byte[] encoded = TestEpisodes.episode(1, 1);
    for (int length = 0; length < encoded.length; length++) {
      String name = "%012d-%s.episode".formatted(length, TestEpisodes.id(length));
      Files.write(directory.resolve(name), Arrays.copyOf(encoded, length));
    }
    assertThat(open(MANY).size()).isZero();
    try (Stream<Path> damaged = Files.list(directory.resolve("damaged"))) {
      assertThat(damaged).hasSize(encoded.length);
    }
    Path replacement = directory.resolve("000000000007-" + TestEpisodes.id(1) + ".episode");
    Files.write(replacement, encoded);
    assertThat(numbers(open(MANY))).containsExactly(1L);
  }

  @Test
  void movesFileCorruptedAfterOpening() throws IOException {
    Spool spool = open(MANY);
    add(spool, 1, 2);
    Spool.Entry oldest = spool.oldest();
    Files.write(oldest.file(), new byte[] {1, 2, 3});
    assertThat(spool.read(oldest)).isNull();
    assertThat(numbers(spool)).containsExactly(2L);
    assertThat(directory.resolve("damaged")).isDirectoryContaining(file -> true);
  }

  @Test
  void addIsAtomicWhenKilledAtAnyOperation() throws IOException {
    for (int kill = 0; ; kill++) {
      Path spoolDirectory = Files.createDirectory(directory.resolve("kill" + kill));
      FaultInjectingFiles files = new FaultInjectingFiles().killAt(kill);
      Spool spool = Spool.open(spoolDirectory, MANY, false, files);
      boolean added = false;
      try {
        add(spool, 0);
        added = true;
        spool.markSent(spool.oldest());
        add(spool, 1);
        assertThat(numbers(Spool.open(spoolDirectory, MANY, false, new LocalFileOperations())))
            .containsExactly(1L);
        assertThat(kill).isGreaterThanOrEqualTo(7);
        return;
      } catch (FaultInjectingFiles.ProcessKilledError e) {
        Spool reopened = Spool.open(spoolDirectory, MANY, false, new LocalFileOperations());
        assertThat(numbers(reopened)).isIn(List.of(), List.of(0L), List.of(1L));
        for (Spool.Entry entry : reopened.entries()) {
          assertThat(reopened.read(entry)).isNotNull();
        }
        assertThat(added || kill < 3).isTrue();
        try (Stream<Path> remaining = Files.list(spoolDirectory)) {
          assertThat(remaining).noneMatch(file -> file.toString().endsWith(".part"));
        }
      }
    }
  }

  @Test
  void reportsFullDiskAndAllowsRetry() throws IOException {
    FaultInjectingFiles files = new FaultInjectingFiles();
    Spool spool = Spool.open(directory, MANY, false, files);
    files.setFreeBytes(100);
    assertThatThrownBy(() -> add(spool, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
    assertThat(spool.size()).isZero();
    assertThat(directory).isEmptyDirectory();
    files.setFreeBytes(1_000_000);
    add(spool, 0);
    assertThat(numbers(open(MANY))).containsExactly(0L);
  }

  @Test
  void keepsSentEpisodesIfConfigured() throws IOException {
    Spool spool = Spool.open(directory, MANY, true, new LocalFileOperations());
    add(spool, 8);
    spool.markSent(spool.oldest());
    add(spool, 9);
    spool.reject(spool.oldest(), "It belongs to another run.");
    assertThat(spool.size()).isZero();
    assertThat(spool.bytes()).isZero();
    assertThat(directory.resolve("sent")).isDirectoryContaining(file -> true);
    assertThat(directory.resolve("refused")).isDirectoryContaining(file -> true);
    assertThat(open(MANY).size()).isZero();
  }

  private Spool open(Spool.Limits limits) throws IOException {
    return Spool.open(directory, limits, false, new LocalFileOperations());
  }

  private static void add(Spool spool, long... numbers) throws IOException {
    for (long number : numbers) {
      spool.add(TestEpisodes.id(number), TestEpisodes.episode(number, 2));
    }
  }

  private static List<Long> numbers(Spool spool) {
    return LongStream.of(spool.entries().stream().mapToLong(e -> e.id().number()).toArray())
        .boxed()
        .toList();
  }
}
