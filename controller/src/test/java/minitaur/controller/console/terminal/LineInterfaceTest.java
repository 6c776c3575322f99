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
  private final Faced faced = new Faced();
  private final PipedOutputStream typed = new PipedOutputStream();

  private void type(String line) throws IOException {
    typed.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    typed.flush();
  }

  @Test
  void tellsWhatIsAskedAndTakesTheAnswer() throws IOException {
    try (PipedInputStream in = new PipedInputStream(typed);
        LineInterface face = new LineInterface(in, faced.lines::add)) {
      face.start(faced.desk);
      faced.awaitLine("r reset done");
      type("r");
      faced.awaitLine("Rejected: no reset is pending");
      faced.ask(3);
      faced.awaitLine("Reset 3: the robot fell backward, pitch -41 degrees, after 212 steps");
      faced.awaitLine("Please set it at the start line");
      faced.ask(3, "pitch is 12 degrees; set it level");
      faced.awaitLine("not accepted: pitch is 12 degrees; set it level");
      type("reset 2");
      faced.awaitLine("Rejected: that was reset 2");
      type("r");
      faced.await(() -> faced.desk.takeResetDone(3), "confirmed");

      type("S");
      faced.await(faced.desk::isStopWanted, "stopped");
      faced.enter(Phase.EMERGENCY_STOP);
      faced.awaitLine("STOPPED: fell");
      type("release");
      faced.await(faced.desk::takeRelease, "released");

      faced.enter(Phase.RUNNING);
      type("pause");
      faced.await(faced.desk::isPauseWanted, "pause");
      type("c");
      faced.await(() -> !faced.desk.isPauseWanted(), "resumed");
      type("what now");
      faced.awaitLine("unknown command: what now");
    }
  }

  @Test
  void pushesTheRobotOfADemonstration() throws IOException {
    faced.desk.acceptPushes();
    faced.enter(Phase.RUNNING);
    try (PipedInputStream in = new PipedInputStream(typed);
        LineInterface face = new LineInterface(in, faced.lines::add)) {
      face.start(faced.desk);
      faced.awaitLine("push forward, backward, left or right");
      type("push left");
      faced.awaitLine("the robot is pushed");
      assertThat(faced.desk.takePush()).isEqualTo(new OperatorCommand.Push(0, 3));
      type("push");
      faced.awaitLine("Rejected: give the direction");
      assertThat(faced.desk.takePush()).isNull();
    }
  }

  @Test
  void theEndOfTheStreamChangesNothing() throws IOException {
    try (PipedInputStream in = new PipedInputStream(typed);
        LineInterface face = new LineInterface(in, faced.lines::add)) {
      face.start(faced.desk);
      typed.close();
      faced.ask(1);
      faced.awaitLine("Reset 1");
      assertThat(faced.desk.isStopWanted()).isFalse();
      assertThat(faced.desk.takeResetDone(1)).isFalse();
    }
  }
}
