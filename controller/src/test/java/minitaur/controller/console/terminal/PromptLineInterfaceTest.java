package minitaur.controller.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.PromptPrinter;
import minitaur.calibration.prompt.TargetPose;
import minitaur.controller.operator.PromptChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromptLineInterfaceTest {
  private static final Instruction INSTRUCTION =
      new Instruction(
          1,
          2,
          "Hang it.",
          TargetPose.onStandWithFreeLegs(),
          Instruction.Timing.BEFORE_CONFIRMATION,
          /* rejectionReason= */ null);

  private final PipedWriter input = new PipedWriter();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final PromptChannel channel =
      new PromptChannel(
          InstantSource.system(),
          new PromptPrinter(new PrintWriter(Writer.nullWriter()), false),
          /* scriptedPrompts= */ null);
  private PipedReader in;

  @BeforeEach
  void connect() throws IOException {
    in = new PipedReader(input);
    channel.setOnStop(() -> stopped.set(true));
  }

  @AfterEach
  void disconnect() throws IOException {
    input.close();
  }

  @Test
  void stopsAfterAllPromptsWereConfirmed() throws Exception {
    stopsAfterYesAll(true);
  }

  @Test
  void scriptStopsAfterAllPromptsWereConfirmed() throws Exception {
    stopsAfterYesAll(false);
  }

  private void stopsAfterYesAll(boolean isTerminal) throws Exception {
    try (PromptLineInterface lines = new PromptLineInterface(in, isTerminal, true)) {
      lines.start(channel);
      CompletableFuture<Boolean> first = confirm(INSTRUCTION);
      type("yes all");
      assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(confirm(INSTRUCTION).get(10, TimeUnit.SECONDS)).isTrue();
      channel.reportProgress("moving the legs", 0.5);
      type("stop");
      await(stopped);
      assertThat(confirm(INSTRUCTION).get(10, TimeUnit.SECONDS)).isFalse();
    }
  }

  /** Lines wait for their prompts, except a stop: the robot moves until it is read. */
  @Test
  void scriptStopsBetweenPrompts() throws Exception {
    try (PromptLineInterface lines = new PromptLineInterface(in, false, true)) {
      lines.start(channel);
      type("yes");
      type("yes");
      assertThat(confirm(INSTRUCTION).get(10, TimeUnit.SECONDS)).isTrue();
      channel.reportProgress("moving the legs", 0.5);
      type("stop");
      await(stopped);
      assertThat(confirm(INSTRUCTION).get(10, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void yesAllCancelsWhenConfirmationIsRejected() throws Exception {
    try (PromptLineInterface lines = new PromptLineInterface(in, true, true)) {
      lines.start(channel);
      CompletableFuture<Boolean> first = confirm(INSTRUCTION);
      type("yes all");
      assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(confirm(INSTRUCTION.rejected("hold it still")).get(10, TimeUnit.SECONDS))
          .isFalse();
    }
  }

  @Test
  void ignoresLinesTypedBeforeStart() throws Exception {
    type("");
    CompletableFuture<Boolean> confirmation = confirm(INSTRUCTION);
    try (PromptLineInterface lines = new PromptLineInterface(in, true, true)) {
      lines.start(channel);
      assertThat(isDoneWithin300Millis(confirmation)).isFalse();
      type("");
      assertThat(confirmation.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean isDoneWithin300Millis(CompletableFuture<Boolean> confirmation)
      throws InterruptedException, ExecutionException {
    try {
      return confirmation.get(300, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Prompts on the thread of the procedure; the result is whether the prompt was confirmed. */
  private CompletableFuture<Boolean> confirm(Instruction instruction) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            channel.confirm(instruction);
            return true;
          } catch (CancelledException e) {
            return false;
          }
        });
  }

  private void type(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  private static void await(AtomicBoolean condition) throws InterruptedException {
    for (int i = 0; i < 500 && !condition.get(); i++) {
      Thread.sleep(20);
    }
    assertThat(condition).isTrue();
  }
}
