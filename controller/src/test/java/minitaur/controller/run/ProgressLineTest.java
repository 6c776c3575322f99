package minitaur.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long nanos;

  private String output() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aPlainLineIsPrintedEverySoManySteps() {
    try (ProgressLine line = ProgressLine.plain(out, 0, 1000, 100, () -> nanos)) {
      for (int step = 1; step <= 250; step++) {
        nanos += 10_000_000;
        line.step(step);
        if (step == 150) {
          line.show(412.4, 0.839, 3, 0.0214);
        }
      }
    }
    assertThat(output())
        .isEqualToNormalizingNewlines(
            """
             10% 100/1000  100 steps/s  0:09 left
             20% 200/1000  100 steps/s  0:08 left  return 412  0.84 m/s  3 falls  temperature 0.021
             25% 250/1000  100 steps/s  0:08 left  return 412  0.84 m/s  3 falls  temperature 0.021
            """);
  }

  @Test
  void aResumedRunCountsItsSpeedFromWhereItWasResumed() {
    try (ProgressLine line = ProgressLine.plain(out, 150_000, 160_000, 5000, () -> nanos)) {
      line.show(-3, 0, 1, 1);
      nanos = 50_000_000_000L;
      line.step(155_000);
      nanos = 100_000_000_000L;
      line.step(160_000);
    }
    assertThat(output())
        .isEqualToNormalizingNewlines(
            """
             96% 155000/160000  100 steps/s  0:50 left  return -3  0.00 m/s  1 fall  temperature 1.000
            100% 160000/160000  100 steps/s  0:00 left  return -3  0.00 m/s  1 fall  temperature 1.000
            """);
  }

  @Test
  void linesThatStayArePrintedAsTheyAre() {
    try (ProgressLine line = ProgressLine.plain(out, 0, 10, 5, () -> nanos)) {
      line.print("evaluation: walks");
    }
    assertThat(output()).isEqualToNormalizingNewlines("evaluation: walks\n");
  }

  @Test
  void onATerminalOneLineIsKeptUpToDate() {
    try (ProgressLine line = ProgressLine.onTerminal(out, 0, 1000, () -> 0)) {
      line.step(500);
      line.show(412.4, 0.839, 3, 0.0214);
      line.print("evaluation: walks");
    }
    assertThat(output())
        .contains("\r\u001b[Kevaluation: walks" + System.lineSeparator())
        .contains(" 50% 500/1000");
  }

  @Test
  void theLineFitsTheTerminal() {
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
  void longTimesHaveHours() {
    assertThat(ProgressText.figures(0, 10, 40_000, 1, ""))
        .isEqualTo("  0% 10/40000  10 steps/s  1:06:39 left");
  }
}
