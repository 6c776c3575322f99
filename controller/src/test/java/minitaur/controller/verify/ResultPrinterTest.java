package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultPrinterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void thresholdsAreInclusiveAndNanMissesThem() {
    assertThat(Result.atLeast(1, "a", 1, "s").isMet()).isTrue();
    assertThat(Result.atLeast(1, "a", 0.9, "s").isMet()).isFalse();
    assertThat(Result.atMost(1, "a", 1, "s").isMet()).isTrue();
    assertThat(Result.atMost(1, "a", 1.1, "s").isMet()).isFalse();
    assertThat(Result.atMost(1, "a", Double.NaN, "s").isMet()).isFalse();
    assertThat(Result.info("a", Double.NaN, "s").isMet()).isTrue();
  }

  @Test
  void tableMarksMissedThresholds() throws Exception {
    ResultPrinter printer = new ResultPrinter(out, false);
    printer.print(List.of(Result.info("speed", 1234, "1/s"), Result.atMost(0.2, "p99", 0.1, "ms")));
    assertThat(printer.allMet()).isTrue();
    printer.print(List.of(Result.atLeast(0.75, "share", 0.5, "")));
    assertThat(printer.allMet()).isFalse();
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines().map(String::strip))
        .anyMatch(line -> line.matches("speed +1234 1/s"))
        .anyMatch(line -> line.matches("p99 +0.1000 ms +at most 0.2"))
        .anyMatch(line -> line.matches("share +0.5000 +at least 0.75 +MISSED"));
  }

  @Test
  void jsonHasNameValueUnitThresholdAndMet() throws Exception {
    new ResultPrinter(out, true).print(List.of(Result.atMost(0.2, "p99", Double.NaN, "ms")));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "{\"name\":\"p99\",\"value\":null,\"unit\":\"ms\",\"bound\":\"max\",\"threshold\":0.2,"
                + "\"met\":false}\n");
  }
}
