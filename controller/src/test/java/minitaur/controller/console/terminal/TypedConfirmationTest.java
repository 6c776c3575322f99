package minitaur.controller.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.StringReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TypedConfirmationTest {
  @Test
  void ignoresLinesTypedBeforeFirstPrompt() throws Exception {
    try (PipedWriter terminal = new PipedWriter();
        PipedReader in = new PipedReader(terminal)) {
      terminal.write("\n\n");
      TypedConfirmation confirmation = new TypedConfirmation(in, true, () -> false);
      CompletableFuture<Boolean> answer =
          CompletableFuture.supplyAsync(() -> confirmation.test("the evaluation begins"));
      assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      type(terminal);
      assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void acceptsLinesOfScript() {
    assertThat(new TypedConfirmation(new StringReader("\n"), false, () -> false).test("begin"))
        .isTrue();
  }

  @Test
  void endOfInputAndStopAreNoConfirmation() {
    assertThat(new TypedConfirmation(new StringReader(""), false, () -> false).test("begin"))
        .isFalse();
    assertThat(new TypedConfirmation(new StringReader("\n"), true, () -> true).test("begin"))
        .isFalse();
  }

  @Test
  void anyOtherLineIsStop() throws Exception {
    try (PipedWriter terminal = new PipedWriter();
        PipedReader in = new PipedReader(terminal)) {
      TypedConfirmation confirmation = new TypedConfirmation(in, false, () -> false);
      terminal.write("yes\n");
      terminal.flush();
      assertThat(confirmation.test("begin")).isTrue();
      assertThat(confirmation.isStopTyped()).isFalse();
      terminal.write("no\n");
      terminal.flush();
      assertThat(confirmation.test("the robot fell")).isFalse();
      assertThat(confirmation.isStopTyped()).isTrue();
    }
  }

  private static void type(PipedWriter terminal) throws IOException {
    terminal.write("\n");
    terminal.flush();
  }
}
