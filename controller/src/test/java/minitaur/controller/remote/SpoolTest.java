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
import minitaur.controller.run.storage.DiskFiles;
import minitaur.controller.run.storage.FaultyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Spool.Limits MANY = new Spool.Limits(100, Long.MAX_VALUE);

  @TempDir private Path directory;

  @Test
  void givesBackTheOldestFirstAlsoAfterAReopening() throws IOException {
    Spool spool = open(MANY);
    add(spool, 5, 3, 4);
    assertThat(numbers(spool)).containsExactly(5L, 3L, 4L);
    Spool again = open(MANY);
    Spool.Entry oldest = again.oldest();
    assertThat(again.read(oldest)).isEqualTo(TestEpisodes.episode(5, 2));
    again.sent(oldest);
    add(again, 1);
    assertThat(numbers(again)).containsExactly(3L, 4L, 1L);
    assertThat(numbers(open(MANY))).containsExactly(3L, 4L, 1L);
  }

  @Test
  void isFullByCountOrByBytesAndThenTakesNothing() throws IOException {
    Spool few = open(new Spool.Limits(2, Long.MAX_VALUE));
    add(few, 0, 1);
    assertThat(few.isFull()).isTrue();
    assertThatThrownBy(() -> add(few, 2)).isInstanceOf(IllegalStateException.class);
    few.sent(few.oldest());
    assertThat(few.isFull()).isFalse();
    assertThat(open(new Spool.Limits(100, few.bytes())).isFull()).isTrue();
    assertThat(open(new Spool.Limits(100, few.bytes() + 1)).isFull()).isFalse();
  }

  @Test
  void tornFilesAreSetAsideAtEveryByte() throws IOException {
    byte[] whole = TestEpisodes.episode(1, 1);
    for (int length = 0; length < whole.length; length++) {
      String name = "%012d-%s.episode".formatted(length, TestEpisodes.id(length));
      Files.write(directory.resolve(name), Arrays.copyOf(whole, length));
    }
    assertThat(open(MANY).size()).isZero();
    try (Stream<Path> damaged = Files.list(directory.resolve("damaged"))) {
      assertThat(damaged).hasSize(whole.length);
    }
    Path torn = directory.resolve("000000000007-" + TestEpisodes.id(1) + ".episode");
    Files.write(torn, whole);
    assertThat(numbers(open(MANY))).containsExactly(1L);
  }

  @Test
  void fileThatIsDamagedMeanwhileIsSetAside() throws IOException {
    Spool spool = open(MANY);
    add(spool, 1, 2);
    Spool.Entry oldest = spool.oldest();
    Files.write(oldest.file(), new byte[] {1, 2, 3});
    assertThat(spool.read(oldest)).isNull();
    assertThat(numbers(spool)).containsExactly(2L);
    assertThat(directory.resolve("damaged")).isDirectoryContaining(file -> true);
  }

  @Test
  void killedAtAnyOperationItHoldsTheEpisodeWholeOrNotAtAll() throws IOException {
    for (int kill = 0; ; kill++) {
      Path place = Files.createDirectory(directory.resolve("kill" + kill));
      FaultyFiles files = new FaultyFiles().killedAt(kill);
      Spool spool = Spool.open(place, MANY, false, files);
      boolean added = false;
      try {
        add(spool, 0);
        added = true;
        spool.sent(spool.oldest());
        add(spool, 1);
        assertThat(numbers(Spool.open(place, MANY, false, new DiskFiles()))).containsExactly(1L);
        assertThat(kill).isGreaterThanOrEqualTo(7);
        return;
      } catch (FaultyFiles.Killed e) {
        Spool after = Spool.open(place, MANY, false, new DiskFiles());
        assertThat(numbers(after)).isIn(List.of(), List.of(0L), List.of(1L));
        for (Spool.Entry entry : after.entries()) {
          assertThat(after.read(entry)).isNotNull();
        }
        assertThat(added || kill < 3).isTrue();
        try (Stream<Path> left = Files.list(place)) {
          assertThat(left).noneMatch(file -> file.toString().endsWith(".part"));
        }
      }
    }
  }

  @Test
  void fullDiskIsSaidAndTheEpisodeCanBeAddedLater() throws IOException {
    FaultyFiles files = new FaultyFiles();
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
  void keepsWhatWasSentWhereThatIsWanted() throws IOException {
    Spool spool = Spool.open(directory, MANY, true, new DiskFiles());
    add(spool, 8);
    spool.sent(spool.oldest());
    add(spool, 9);
    spool.refused(spool.oldest(), "It belongs to another run.");
    assertThat(spool.size()).isZero();
    assertThat(spool.bytes()).isZero();
    assertThat(directory.resolve("sent")).isDirectoryContaining(file -> true);
    assertThat(directory.resolve("refused")).isDirectoryContaining(file -> true);
    assertThat(open(MANY).size()).isZero();
  }

  private Spool open(Spool.Limits limits) throws IOException {
    return Spool.open(directory, limits, false, new DiskFiles());
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
