package minitaur.controller.learn.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCrashTest {
  @TempDir Path directory;

  /**
   * Kills the process with SIGKILL at arbitrary times, several times in a row with the same file.
   */
  @Test
  void killedProcessLeavesOnlyCompleteRecords() throws IOException, InterruptedException {
    Path file = directory.resolve("replay.bin");
    long previousHead = 0;
    for (int run = 1; run <= 4; run++) {
      long reportedHead = appendUntilKilled(file, 3 + 4 * run);
      try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, AppenderProcess.CAPACITY)) {
        assertThat(replay.head()).isGreaterThanOrEqualTo(reportedHead).isGreaterThan(previousHead);
        previousHead = replay.head();
        assertIntact(replay);
      }
    }
    assertThat(previousHead)
        .as("the ring buffer wrapped")
        .isGreaterThan(AppenderProcess.CAPACITY * 2);
  }

  private static void assertIntact(CompactReplayBuffer replay) {
    ReplayRecord actual = new ReplayRecord();
    ReplayRecord expected = new ReplayRecord();
    for (long index = replay.tail(); index < replay.head(); index++) {
      replay.read(index, actual);
      AppenderProcess.fill(expected, index);
      assertThat(actual).as("record %d", index).usingRecursiveComparison().isEqualTo(expected);
    }
    Batch batch = new Batch(500).draw(replay, RandomStream.of(1, "batch"));
    for (int row = 0; row < batch.size; row++) {
      assertThat(batch.state(row)[0]).isEqualTo(batch.rewards[row]);
      assertThat(batch.nextState(row)[0]).isEqualTo(batch.rewards[row] + 1);
    }
  }

  /**
   * Runs a process that appends until it has reported its progress {@code lines} times; returns the
   * last report.
   */
  private static long appendUntilKilled(Path file, int lines)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AppenderProcess.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      long head = 0;
      for (int line = 0; line < lines; line++) {
        String text = output.readLine();
        assertThat(text).as("the process runs until it is killed").isNotNull();
        head = Long.parseLong(text);
      }
      process.destroyForcibly();
      return head;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
