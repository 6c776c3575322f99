package minitaur.controller.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import minitaur.controller.operator.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerFileInterfaceTest {
  @TempDir private Path temporary;

  private final OperatorFixture fixture = new OperatorFixture();

  @Test
  void executesAppendedLines() throws IOException {
    Path file = temporary.resolve("answers");
    try (AnswerFileInterface operatorInterface =
        new AnswerFileInterface(file, fixture.lines::add)) {
      operatorInterface.start(fixture.channel);
      fixture.requestReset(1);
      Files.writeString(file, "res");
      Files.writeString(file, "et\n", StandardOpenOption.APPEND);
      fixture.await(() -> fixture.channel.pollResetDone(1), "confirmed");
      Files.writeString(file, "\nnonsense\nstop\n", StandardOpenOption.APPEND);
      fixture.await(fixture.channel::isStopRequested, "stopped");
      fixture.awaitLine("unknown command: nonsense");
    }
  }

  @Test
  void ignoresExistingContent() throws IOException {
    Path file = temporary.resolve("answers");
    Files.writeString(file, "stop\n");
    try (AnswerFileInterface operatorInterface =
        new AnswerFileInterface(file, fixture.lines::add)) {
      operatorInterface.start(fixture.channel);
      fixture.publishPhase(Phase.RUNNING);
      Files.writeString(file, "pause\n", StandardOpenOption.APPEND);
      fixture.await(fixture.channel::isPauseRequested, "paused");
      assertThat(fixture.channel.isStopRequested()).isFalse();
    }
  }

  @Test
  void readsNamedPipe() throws Exception {
    Path pipe = temporary.resolve("pipe");
    Process mkfifo;
    try {
      mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    } catch (IOException e) {
      assumeThat(e).as("mkfifo is not installed").isNull();
      return;
    }
    assertThat(mkfifo.waitFor()).isZero();
    try (AnswerFileInterface operatorInterface =
        new AnswerFileInterface(pipe, fixture.lines::add)) {
      operatorInterface.start(fixture.channel);
      fixture.requestReset(5);
      for (String command : new String[] {"reset 5\n", "pause\n"}) {
        Files.writeString(pipe, command, StandardOpenOption.WRITE);
      }
      fixture.await(() -> fixture.channel.pollResetDone(5), "confirmed");
      fixture.await(fixture.channel::isPauseRequested, "paused");
    }
  }

  @Test
  void rejectsDirectory() {
    assertThatThrownBy(
            () -> new AnswerFileInterface(temporary, fixture.lines::add).start(fixture.channel))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a directory");
  }
}
