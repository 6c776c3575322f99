package minitaur.controller.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.PromptPrinter;
import minitaur.calibration.prompt.TargetPose;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.console.terminal.PromptLineInterface;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.PromptChannel;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.hal.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Tests the page of a procedure in a real browser, together with a terminal. */
class ProcedurePageTest {
  private static final TargetPose HANGING = TargetPose.onStand(0, 2.97);

  private final StringWriter output = new StringWriter();
  private final PromptChannel channel =
      new PromptChannel(
          InstantSource.system(),
          new PromptPrinter(new PrintWriter(output), true),
          /* scriptedPrompts= */ null);
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final BlockingQueue<Character> input = new LinkedBlockingQueue<>();

  /** Input typed while the test runs. */
  private final class TypedInput extends Reader {
    @Override
    public int read(char[] buffer, int offset, int length) {
      try {
        buffer[offset] = input.take();
        return 1;
      } catch (InterruptedException e) {
        return -1;
      }
    }

    @Override
    public boolean ready() {
      return !input.isEmpty();
    }

    @Override
    public void close() {}
  }

  private static Instruction step(int number, TargetPose pose, Instruction.Timing when) {
    return new Instruction(
        number, 3, "Do thing " + number + ".", pose, when, /* rejectionReason= */ null);
  }

  private void procedure() {
    try {
      Instruction first = step(1, HANGING, Instruction.Timing.BEFORE_CONFIRMATION);
      channel.confirm(first);
      channel.confirm(first.rejected("the encoder moves; hold it"));
      channel.confirm(
          step(
              2,
              HANGING.withLeg(Leg.BACK_RIGHT, 0, 0.175),
              Instruction.Timing.BEFORE_CONFIRMATION));
      channel.confirm(
          step(3, TargetPose.withTrunkAttitude(0.6, 0), Instruction.Timing.AFTER_CONFIRMATION));
      while (true) {
        channel.reportProgress("moving the legs", 0.4);
        channel.throwIfCancelled();
        Thread.onSpinWait();
      }
    } catch (CancelledException e) {
      channel.finish("the procedure ended without a result: " + e.getMessage());
    }
  }

  @Test
  void pageAndTerminalAnswerPromptsAndSpaceStops(
      @TempDir(cleanup = CleanupMode.ALWAYS) Path profile) throws Exception {
    channel.setOnStop(() -> stopped.set(true));
    try (Browser browser = Browser.open(profile, "--disable-3d-apis");
        PromptLineInterface terminal = new PromptLineInterface(new TypedInput(), false, false);
        ConsoleServer server =
            ConsoleServer.start(
                new ConsoleSettings(true, "127.0.0.1", 0, TestServers.TOKEN),
                RobotDescription.ofProcedure("calibrate motors", "minitaur-1"),
                channel,
                new ControlTelemetry(),
                new LearningTelemetry())) {
      terminal.start(channel);
      browser.driver.get(server.url());
      CompletableFuture<Void> running = CompletableFuture.runAsync(this::procedure);

      browser.awaitText("prompt-text", "Do thing 1.");
      assertThat(browser.text("phase")).isEqualTo("Your turn");
      assertThat(browser.text("run")).contains("minitaur-1", "calibrate motors");
      assertThat(browser.text("prompt-step")).isEqualTo("Step 1 of 3");
      assertThat(browser.text("prompt-next")).contains("when it is done");
      assertThat(browser.find("count-falls").isDisplayed()).as("counters of a run").isFalse();
      assertThat(browser.find("pause").isDisplayed()).isFalse();
      assertThat(browser.script("return document.querySelectorAll('#prompt-pose line').length"))
          .as("drawn links of the legs, and the ground")
          .isEqualTo(17L);

      browser.driver.navigate().refresh();
      browser.awaitText("prompt-text", "Do thing 1.");
      browser.find("confirm").click();
      browser.awaitText("prompt-refusal", "hold it");
      assertThat(browser.find("confirm").getSize().height).isGreaterThan(47);

      "yes\n".chars().forEach(c -> input.add((char) c));
      browser.awaitText("prompt-text", "Do thing 2.");
      assertThat(browser.find("prompt-pose").getDomAttribute("aria-label")).contains("back-right");
      assertThat(channel.submit(new OperatorCommand.Confirm(2), "page").accepted())
          .as("prompt already answered in the terminal")
          .isFalse();
      browser.find("confirm").click();
      browser.awaitText("prompt-text", "Do thing 3.");
      browser.awaitText("prompt-next", "first");
      assertThat(browser.find("prompt-pose").getDomAttribute("aria-label"))
          .contains("left side up");
      browser.find("confirm").click();

      browser.awaitText("phase", "Working");
      browser.awaitText("operator-text", "Moving the legs");
      assertThat(browser.find("activity").isDisplayed()).isTrue();
      browser.find("cancel").sendKeys(Keys.SPACE);
      running.get(20, TimeUnit.SECONDS);
      assertThat(stopped).as("by the space bar").isTrue();
      browser.awaitText("phase", "Finished");
      browser.awaitText("reason", "stopped the robot");
      assertThat(browser.severeLogMessages()).isEmpty();
    }
    assertThat(output.toString()).contains("1/3 Do thing 1.", "rejected", "3/3 Do thing 3.");
  }
}
