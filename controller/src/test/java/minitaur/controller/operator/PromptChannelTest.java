package minitaur.controller.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.PromptPrinter;
import minitaur.calibration.prompt.TargetPose;
import minitaur.calibration.prompt.TextPrompts;
import minitaur.controller.operator.OperatorCommand.Cancel;
import minitaur.controller.operator.OperatorCommand.Confirm;
import minitaur.controller.operator.OperatorCommand.Pause;
import minitaur.controller.operator.OperatorCommand.Stop;
import org.junit.jupiter.api.Test;

class PromptChannelTest {
  private static final Instruction HANG_INSTRUCTION =
      new Instruction(
          1,
          2,
          "Hang it.",
          TargetPose.onStandWithFreeLegs(),
          Instruction.Timing.BEFORE_CONFIRMATION,
          /* rejectionReason= */ null);

  private final StringWriter output = new StringWriter();
  private final PromptPrinter printer = new PromptPrinter(new PrintWriter(output), true);
  private final PromptChannel channel =
      new PromptChannel(() -> Instant.ofEpochMilli(5), printer, /* scriptedPrompts= */ null);

  /** Prompts on the thread of the procedure, and returns when the prompt is on the channel. */
  private CompletableFuture<Void> confirmAsync(Instruction instruction) {
    long before = promptNumber();
    CompletableFuture<Void> confirmation =
        CompletableFuture.runAsync(
            () -> {
              try {
                channel.confirm(instruction);
              } catch (CancelledException e) {
                throw new CompletionException(e);
              }
            });
    while (promptNumber() <= before && !confirmation.isDone()) {
      Thread.onSpinWait();
    }
    return confirmation;
  }

  private long promptNumber() {
    OperatorPrompt prompt = channel.view().procedure().prompt();
    return prompt == null ? 0 : prompt.number();
  }

  @Test
  void acceptsFirstConfirmationAndRejectsStaleOnes() throws Exception {
    assertThat(channel.submit(new Confirm(1), "page").message()).isEqualTo("no prompt is pending");
    CompletableFuture<Void> first = confirmAsync(HANG_INSTRUCTION);
    assertThat(channel.submit(new Confirm(7), "page").message())
        .isEqualTo("prompt 7 is not pending; prompt 1 is");
    assertThat(first).isNotDone();
    assertThat(channel.submit(new Confirm(1), "page").accepted()).isTrue();
    first.get(20, TimeUnit.SECONDS);
    assertThat(channel.submit(new Confirm(1), "terminal").accepted()).isFalse();
    assertThat(channel.view().phase()).isEqualTo(Phase.RUNNING);

    CompletableFuture<Void> again = confirmAsync(HANG_INSTRUCTION.rejected("hold it still"));
    assertThat(promptNumber()).isEqualTo(2);
    assertThat(channel.submit(new Confirm(1), "page").accepted())
        .as("stale prompt number")
        .isFalse();
    assertThat(channel.submit(new Confirm(2), "terminal").accepted()).isTrue();
    again.get(20, TimeUnit.SECONDS);
    assertThat(output.toString()).contains("1/2 Hang it.", "rejected: hold it still");
    assertThat(channel.events(0))
        .extracting(OperatorEvent::text)
        .anyMatch(t -> t.contains("rejected"));
  }

  @Test
  void secondConfirmationNamesFirstSource() throws Exception {
    List<String> messages = new ArrayList<>();
    channel.setOnWaitTick(
        () -> {
          messages.add(channel.submit(new Confirm(1), "page").message());
          messages.add(channel.submit(new Confirm(1), "terminal").message());
        });
    channel.confirm(HANG_INSTRUCTION);
    assertThat(messages)
        .containsExactly("the procedure continues", "it was already confirmed by page");
  }

  @Test
  void firstReasonEndsProcedureAndFinishedProcedureRejectsCommands() {
    channel.submit(new Cancel(), "page");
    channel.submit(new Stop(), "terminal");
    assertThatThrownBy(channel::throwIfCancelled).hasMessage("page cancelled the procedure");
    channel.finish("ended");
    assertThat(channel.submit(new Cancel(), "page").message()).contains("has finished");
    assertThat(channel.submit(new Confirm(1), "page").message()).contains("has finished");
  }

  @Test
  void stopDisablesMotorsAndEndsProcedure() {
    AtomicInteger stops = new AtomicInteger();
    channel.setOnStop(stops::incrementAndGet);
    channel.reportProgress("moving the legs", 0.5);
    assertThat(channel.view().procedure().progress()).isEqualTo(0.5);
    assertThat(channel.submit(new Stop(), "page 1").accepted()).isTrue();
    assertThat(stops).hasValue(1);
    assertThatThrownBy(channel::throwIfCancelled).hasMessage("page 1 stopped the robot");
    channel.reportProgress("moving the legs", 0.7);
    assertThat(channel.view().phase()).as("still shown").isEqualTo(Phase.EMERGENCY_STOP);
    channel.finish("ended");
    assertThat(channel.submit(new Stop(), "page 1").accepted())
        .as("stop is always accepted")
        .isTrue();
    assertThat(stops).hasValue(2);
  }

  @Test
  void cancelEndsPendingPrompt() {
    CompletableFuture<Void> confirmation = confirmAsync(HANG_INSTRUCTION);
    assertThat(channel.submit(new Pause(), "page").accepted()).isFalse();
    assertThat(channel.submit(new Cancel(), "page").accepted()).isTrue();
    assertThatThrownBy(() -> confirmation.get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(CancelledException.class)
        .hasRootCauseMessage("page cancelled the procedure");
    assertThatThrownBy(() -> channel.confirm(HANG_INSTRUCTION))
        .isInstanceOf(CancelledException.class);
  }

  @Test
  void rejectsConfirmationAfterCancel() throws Exception {
    channel.showAutoDetected(HANG_INSTRUCTION);
    channel.submit(new Cancel(), "page");
    assertThat(channel.submit(new Confirm(promptNumber()), "page").message())
        .isEqualTo("the procedure ends: page cancelled the procedure");
  }

  @Test
  void autoDetectedPromptNeedsNoConfirmation() throws Exception {
    channel.showAutoDetected(HANG_INSTRUCTION);
    assertThat(channel.submit(new Confirm(promptNumber()), "page").message())
        .contains("detected automatically");
    channel.reportProgress("next", 0);
    assertThat(channel.view().procedure().prompt()).isNull();
  }

  @Test
  void runsWaitActionWhilePromptIsPending() throws Exception {
    PromptChannel scripted =
        new PromptChannel(
            () -> Instant.EPOCH,
            printer,
            TextPrompts.fromScript(new StringReader("yes 1\nno\n"), printer));
    scripted.confirm(HANG_INSTRUCTION);
    assertThatThrownBy(() -> scripted.confirm(HANG_INSTRUCTION))
        .hasMessageContaining("answered with 'no'");

    AtomicInteger waitTicks = new AtomicInteger();
    channel.setOnWaitTick(waitTicks::incrementAndGet);
    CompletableFuture<Void> confirmation = confirmAsync(HANG_INSTRUCTION);
    while (waitTicks.get() < 3) {
      Thread.onSpinWait();
    }
    channel.submit(new Confirm(promptNumber()), "page");
    confirmation.get(20, TimeUnit.SECONDS);
  }
}
