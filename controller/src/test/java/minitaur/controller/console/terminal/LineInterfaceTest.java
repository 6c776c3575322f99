package minitaur.controller.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.Phase;
import org.junit.jupiter.api.Test;

class LineInterfaceTest {
  private final OperatorFixture fixture = new OperatorFixture();
  private final PipedOutputStream input = new PipedOutputStream();

  private void type(String line) throws IOException {
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  @Test
  void printsRequestsAndExecutesCommands() throws IOException {
    try (PipedInputStream in = new PipedInputStream(input);
        StatusPrinter printer = new StatusPrinter(fixture.lines::add);
        LineInterface operatorInterface = new LineInterface(in, fixture.lines::add)) {
      printer.start(fixture.channel);
      operatorInterface.start(fixture.channel);
      fixture.awaitLine("r reset done");
      type("r");
      fixture.awaitLine("Rejected: no reset is pending");
      fixture.requestReset(3);
      fixture.awaitLine("Reset 3: the robot fell backward, pitch -41 degrees, after 212 steps");
      fixture.awaitLine("Please place the robot at the start line");
      fixture.requestReset(3, "pitch is 12 degrees; level the robot");
      fixture.awaitLine("not accepted: pitch is 12 degrees; level the robot");
      type("reset 2");
      fixture.awaitLine("Rejected: reset 2 is not pending");
      type("r");
      fixture.await(() -> fixture.channel.pollResetDone(3), "confirmed");

      type("S");
      fixture.await(fixture.channel::isStopRequested, "stopped");
      fixture.publishPhase(Phase.EMERGENCY_STOP);
      fixture.awaitLine("STOPPED: fell");
      assertThat(fixture.lines)
          .as("printed once, with the request or the stop")
          .doesNotContain("fell", "the robot fell backward, pitch -41 degrees, after 212 steps");
      type("release");
      fixture.await(fixture.channel::pollRelease, "released");

      fixture.publishPhase(Phase.RUNNING);
      type("pause");
      fixture.await(fixture.channel::isPauseRequested, "pause");
      type("c");
      fixture.await(() -> !fixture.channel.isPauseRequested(), "resumed");
      type("what now");
      fixture.awaitLine("unknown command: what now");
    }
  }

  @Test
  void executesPushCommands() throws IOException {
    fixture.channel.enablePushes();
    fixture.publishPhase(Phase.RUNNING);
    try (PipedInputStream in = new PipedInputStream(input);
        LineInterface operatorInterface = new LineInterface(in, fixture.lines::add)) {
      operatorInterface.start(fixture.channel);
      fixture.awaitLine("push forward, backward, left or right");
      type("push left");
      fixture.awaitLine("the robot is pushed");
      assertThat(fixture.channel.pollPush()).isEqualTo(new OperatorCommand.Push(0, 3));
      type("push");
      fixture.awaitLine("Rejected: give the direction");
      assertThat(fixture.channel.pollPush()).isNull();
    }
  }

  @Test
  void ignoresEndOfInput() throws IOException {
    try (PipedInputStream in = new PipedInputStream(input);
        StatusPrinter printer = new StatusPrinter(fixture.lines::add);
        LineInterface operatorInterface = new LineInterface(in, fixture.lines::add)) {
      printer.start(fixture.channel);
      operatorInterface.start(fixture.channel);
      input.close();
      fixture.requestReset(1);
      fixture.awaitLine("Reset 1");
      assertThat(fixture.channel.isStopRequested()).isFalse();
      assertThat(fixture.channel.pollResetDone(1)).isFalse();
    }
  }
}
