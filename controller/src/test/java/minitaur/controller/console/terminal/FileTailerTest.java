package minitaur.controller.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // A tailer reads on its own thread.
class FileTailerTest {
  /** Longer than two polls. */
  private static final long SETTLE_MILLIS = 200;

  @TempDir private Path temporary;

  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Test
  void readsFileAgainWhenSameContentIsWrittenAgain() throws Exception {
    Path file = temporary.resolve("answers");
    try (FileTailer tailer = tail(file)) {
      Files.writeString(file, "stop\n");
      awaitLines("stop");
      Thread.sleep(20);
      Files.writeString(file, "stop\n");
      awaitLines("stop", "stop");
      Thread.sleep(SETTLE_MILLIS);
      assertThat(lines).hasSize(2);
    }
  }

  @Test
  void readsRewrittenFileFromBeginning() throws Exception {
    Path file = temporary.resolve("answers");
    Files.writeString(file, "pause\n");
    try (FileTailer tailer = tail(file)) {
      Thread.sleep(20);
      Files.writeString(file, "continue\n");
      awaitLines("continue");
      Files.writeString(file, "pause\nstop\n");
      awaitLines("continue", "pause", "stop");
    }
  }

  @Test
  void readsEachAppendedLineOnce() throws Exception {
    Path file = temporary.resolve("answers");
    Files.writeString(file, "");
    try (FileTailer tailer = tail(file)) {
      for (int i = 0; i < 300; i++) {
        Files.writeString(file, i + "\n", StandardOpenOption.APPEND);
        Thread.sleep(1);
      }
      awaitSize(300);
      Thread.sleep(SETTLE_MILLIS);
      assertThat(lines).hasSize(300).doesNotHaveDuplicates();
    }
  }

  @Test
  void continuesWhenFileIsReplacedByNewOne() throws Exception {
    Path file = temporary.resolve("answers");
    try (FileTailer tailer = tail(file)) {
      Files.writeString(file, "pause\n");
      awaitLines("pause");
      Thread.sleep(20);
      Files.delete(file);
      Files.writeString(file, "pause\n");
      awaitLines("pause", "pause");
    }
  }

  @Test
  void continuesAfterError() throws Exception {
    Path file = temporary.resolve("answers");
    try (FileTailer tailer = tail(file)) {
      // A directory cannot be read.
      Files.createDirectory(file);
      Thread.sleep(SETTLE_MILLIS);
      Files.delete(file);
      Files.writeString(file, "stop\n");
      awaitLines("stop");
    }
  }

  private FileTailer tail(Path file) throws IOException {
    return new FileTailer(file, "test-tailer", lines::add);
  }

  private void awaitLines(String... expected) throws InterruptedException {
    awaitSize(expected.length);
    assertThat(lines).containsExactly(expected);
  }

  private void awaitSize(int size) throws InterruptedException {
    for (int i = 0; i < 500 && lines.size() < size; i++) {
      Thread.sleep(20);
    }
  }
}
