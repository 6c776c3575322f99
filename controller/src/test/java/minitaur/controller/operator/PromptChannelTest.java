package minitaur.controller.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.PlainPrompts;
import minitaur.calibration.prompt.PromptText;
import minitaur.calibration.prompt.TargetPose;
import minitaur.controller.operator.OperatorCommand.Cancel;
import minitaur.controller.operator.OperatorCommand.Confirm;
import minitaur.controller.operator.OperatorCommand.Pause;
import minitaur.controller.operator.OperatorCommand.Stop;
import org.junit.jupiter.api.Test;

class PromptChannelTest {
  private static final Instruction HANG =
      new Instruction(
          1,
          2,
          "Hang it.",
          TargetPose.onStandFree(),
          Instruction.Moment.BEFORE_CONFIRMING,
          /* refusal= */ null);

  private final StringWriter shown = new StringWriter();
  private final PromptText text = new PromptText(new PrintWriter(shown), true);
  private final PromptChannel channel =
      new PromptChannel(() -> Instant.ofEpochMilli(5), text, /* script= */ null);

  /** Prompts on the thread of the procedure, and returns when the prompt is on the channel. */
  private CompletableFuture<Void> ask(Instruction instruction) {
    long before = number();
    CompletableFuture<Void> asked =
        CompletableFuture.runAsync(
            () -> {
              try {
                channel.confirm(instruction);
              } catch (CancelledException e) {
                throw new CompletionException(e);
              }
            });
    while (number() <= before && !asked.isDone()) {
      Thread.onSpinWait();
    }
    return asked;
  }

  private long number() {
    OperatorPrompt prompt = channel.view().procedure().prompt();
    return prompt == null ? 0 : prompt.number();
  }

  @Test
  void theFirstAnswerCountsAndOldOnesAreRejectedByTheirNumber() throws Exception {
    assertThat(channel.submit(new Confirm(1), "page").text()).isEqualTo("no prompt is pending");
    CompletableFuture<Void> first = ask(HANG);
    assertThat(channel.submit(new Confirm(7), "page").text())
        .isEqualTo("that was prompt 7; pending is prompt 1");
    assertThat(first).isNotDone();
    assertThat(channel.submit(new Confirm(1), "page").accepted()).isTrue();
    first.get(20, TimeUnit.SECONDS);
    assertThat(channel.submit(new Confirm(1), "terminal").accepted()).isFalse();
    assertThat(channel.view().phase()).isEqualTo(Phase.RUNNING);

    CompletableFuture<Void> again = ask(HANG.refused("hold it still"));
    assertThat(number()).isEqualTo(2);
    assertThat(channel.submit(new Confirm(1), "page").accepted()).as("late").isFalse();
    assertThat(channel.submit(new Confirm(2), "terminal").accepted()).isTrue();
    again.get(20, TimeUnit.SECONDS);
    assertThat(shown.toString()).contains("1/2 Hang it.", "not accepted: hold it still");
    assertThat(channel.events(0))
        .extracting(OperatorEvent::text)
        .anyMatch(t -> t.contains("refused"));
  }

  @Test
  void aStopCutsTheMotorsAtOnceAndEndsTheProcedure() {
    AtomicInteger stops = new AtomicInteger();
    channel.setOnStop(stops::incrementAndGet);
    channel.progress("moving the legs", 0.5);
    assertThat(channel.view().procedure().part()).isEqualTo(0.5);
    assertThat(channel.submit(new Stop(), "page 1").accepted()).isTrue();
    assertThat(stops).hasValue(1);
    assertThatThrownBy(channel::requireGoingOn).hasMessage("page 1 stopped the robot");
    channel.progress("moving the legs", 0.7);
    assertThat(channel.view().phase()).as("still in sight").isEqualTo(Phase.EMERGENCY_STOP);
    channel.finish("ended");
    assertThat(channel.submit(new Stop(), "page 1").accepted()).as("never refused").isTrue();
    assertThat(stops).hasValue(2);
  }

  @Test
  void aCancelEndsTheWaiting() {
    CompletableFuture<Void> asked = ask(HANG);
    assertThat(channel.submit(new Pause(), "page").accepted()).isFalse();
    assertThat(channel.submit(new Cancel(), "page").accepted()).isTrue();
    assertThatThrownBy(() -> asked.get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(CancelledException.class)
        .hasRootCauseMessage("page cancelled the procedure");
    assertThatThrownBy(() -> channel.confirm(HANG)).isInstanceOf(CancelledException.class);
  }

  @Test
  void watchedPoseNeedsNoConfirmation() throws Exception {
    channel.watch(HANG);
    assertThat(channel.submit(new Confirm(number()), "page").text()).contains("robot itself shows");
    channel.progress("next", 0);
    assertThat(channel.view().procedure().prompt()).isNull();
  }

  @Test
  void robotIsWatchedWhileAScriptAnswers() throws Exception {
    PromptChannel scripted =
        new PromptChannel(
            () -> Instant.EPOCH, text, PlainPrompts.script(new StringReader("yes 1\nno\n"), text));
    scripted.confirm(HANG);
    assertThatThrownBy(() -> scripted.confirm(HANG)).hasMessageContaining("answered with 'no'");

    AtomicInteger looks = new AtomicInteger();
    channel.setWhileWaiting(looks::incrementAndGet);
    CompletableFuture<Void> asked = ask(HANG);
    while (looks.get() < 3) {
      Thread.onSpinWait();
    }
    channel.submit(new Confirm(number()), "page");
    asked.get(20, TimeUnit.SECONDS);
  }
}
