package minitaur.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final long SECOND = 1_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long nanos;
  private boolean waiting;

  private ProgressLine line(long start, long total, int columns) {
    return new ProgressLine(out, start, total, columns, () -> nanos, () -> waiting);
  }

  /** Advances time, and refreshes as often as the timer of a real progress line. */
  private void advance(ProgressLine line, double seconds) {
    for (long end = nanos + (long) (seconds * SECOND); nanos < end; ) {
      nanos += SECOND / 4;
      line.refresh();
    }
  }

  private String output() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void printsLineEvery15SecondsWhenPiped() {
    try (ProgressLine line = line(0, 10_000, 0)) {
      line.step(1500);
      advance(line, 15);
      line.setMetrics(412.4, 0.839, 3, 0.0214);
      advance(line, 15);
    }
    assertThat(output())
        .isEqualToNormalizingNewlines(
            """
             15% 1500/10000  100 steps/s  1:25 left
             15% 1500/10000  50 steps/s  2:50 left  return 412  0.84 m/s  3 falls  temperature 0.021
            """);
  }

  @Test
  void showsPositivePendingUpdates() {
    try (ProgressLine line = line(0, 10_000, 0)) {
      line.step(1500);
      line.setMetrics(412.4, 0.839, 3, 0.0214);
      line.pendingUpdates(340);
      advance(line, 15);
      line.pendingUpdates(-1);
      advance(line, 15);
    }
    assertThat(output().lines().toList().get(0)).endsWith("temperature 0.021  340 updates pending");
    assertThat(output().lines().toList().get(1)).endsWith("temperature 0.021");
  }

  @Test
  void printsFinalStepsOnClose() {
    try (ProgressLine line = line(0, 1000, 0)) {
      advance(line, 10);
      line.step(1000);
    }
    assertThat(output()).isEqualToNormalizingNewlines("100% 1000/1000  100 steps/s  0:00 left\n");
  }

  @Test
  void measuresSpeedSinceResume() {
    try (ProgressLine line = line(150_000, 160_000, 0)) {
      line.step(151_500);
      advance(line, 15);
    }
    assertThat(output())
        .isEqualToNormalizingNewlines(" 94% 151500/160000  100 steps/s  1:25 left\n");
  }

  @Test
  void measuresSpeedOfLastTwoMinutes() {
    try (ProgressLine line = line(0, 20_000, 0)) {
      line.step(1500); // Random actions, before the learner has started.
      advance(line, 1);
      for (int second = 1; second < 195; second++) {
        line.step(1500 + 50 * second);
        advance(line, 1);
      }
    }
    assertThat(output().lines().reduce((previous, last) -> last).orElseThrow())
        .startsWith(" 56% 11200/20000  50 steps/s");
  }

  @Test
  void excludesOperatorWaitFromSpeed() {
    try (ProgressLine line = line(0, 10_000, 0)) {
      line.step(1000);
      advance(line, 10);
      waiting = true;
      advance(line, 5);
      assertThat(output())
          .isEqualToNormalizingNewlines(
              " 10% 1000/10000  100 steps/s  1:30 left  waiting for the operator\n");
      advance(line, 600);
      waiting = false;
      bytes.reset();
      line.step(2000);
      advance(line, 10);
    }
    assertThat(output()).isEqualToNormalizingNewlines(" 20% 2000/10000  100 steps/s  1:20 left\n");
  }

  @Test
  void printsOtherLinesUnchanged() {
    try (ProgressLine line = line(0, 10, 0)) {
      line.print("evaluation: walks");
    }
    assertThat(output()).isEqualToNormalizingNewlines("evaluation: walks\n");
  }

  @Test
  void updatesOneLineInPlaceOnTerminal() {
    try (ProgressLine line = line(0, 10_000, 80)) {
      line.step(1000);
      line.setMetrics(412.4, 0.839, 3, 0.0214);
      advance(line, 0.5);
      line.print("evaluation: walks");
    }
    String clear = "\r\u001b[K";
    assertThat(output())
        .startsWith(
            clear
                + " 10% 1000/10000  4000 steps/s  0:02 left  return 412  0.84 m/s  3 falls  temper"
                + clear)
        .contains(clear + "evaluation: walks" + System.lineSeparator())
        .endsWith(System.lineSeparator());
    assertThat(output().split("[\r\n]"))
        .allMatch(each -> each.replace("\u001b[K", "").length() < 80);
  }

  @Test
  void lineFitsTheTerminal() {
    String message = "return 412  0.84 m/s  3 falls  temperature 0.021";
    for (int columns = 10; columns < 200; columns++) {
      String text = ProgressText.withBar(columns, 0, 40_000, 160_000, 400, message);
      assertThat(text.length()).isLessThanOrEqualTo(columns);
      assertThat(text).contains(" 25% 40");
    }
    assertThat(ProgressText.withBar(200, 0, 40_000, 160_000, 400, message))
        .isEqualTo(
            "["
                + "=".repeat(10)
                + " ".repeat(30)
                + "]  25% 40000/160000  100 steps/s  20:00 left  "
                + message);
    assertThat(ProgressText.withBar(100, 0, 0, 160_000, 0, ""))
        .contains("  0% 0/160000  0 steps/s");
  }

  @Test
  void formatsLongDurationsWithHours() {
    assertThat(ProgressText.metrics(0, 10, 40_000, 1, ""))
        .isEqualTo("  0% 10/40000  10 steps/s  1:06:39 left");
  }
}
