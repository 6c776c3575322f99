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

  private final Faced faced = new Faced();

  @Test
  void linesThatAppearAreOrders() throws IOException {
    Path file = temporary.resolve("answers");
    try (AnswerFileInterface face = new AnswerFileInterface(file, faced.lines::add)) {
      face.start(faced.desk);
      faced.ask(1);
      Files.writeString(file, "res");
      Files.writeString(file, "et\n", StandardOpenOption.APPEND);
      faced.await(() -> faced.desk.takeResetDone(1), "confirmed");
      Files.writeString(file, "\nnonsense\nstop\n", StandardOpenOption.APPEND);
      faced.await(faced.desk::isStopWanted, "stopped");
      faced.awaitLine("unknown command: nonsense");
    }
  }

  @Test
  void whatStoodThereBeforeIsOld() throws IOException {
    Path file = temporary.resolve("answers");
    Files.writeString(file, "stop\n");
    try (AnswerFileInterface face = new AnswerFileInterface(file, faced.lines::add)) {
      face.start(faced.desk);
      faced.enter(Phase.RUNNING);
      Files.writeString(file, "pause\n", StandardOpenOption.APPEND);
      faced.await(faced.desk::isPauseWanted, "paused");
      assertThat(faced.desk.isStopWanted()).isFalse();
    }
  }

  @Test
  void aPipeAnswersToo() throws Exception {
    Path pipe = temporary.resolve("pipe");
    Process made;
    try {
      made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    } catch (IOException e) {
      assumeThat(e).as("there is no mkfifo here").isNull();
      return;
    }
    assertThat(made.waitFor()).isZero();
    try (AnswerFileInterface face = new AnswerFileInterface(pipe, faced.lines::add)) {
      face.start(faced.desk);
      faced.ask(5);
      for (String order : new String[] {"reset 5\n", "pause\n"}) {
        Files.writeString(pipe, order, StandardOpenOption.WRITE);
      }
      faced.await(() -> faced.desk.takeResetDone(5), "confirmed");
      faced.await(faced.desk::isPauseWanted, "paused");
    }
  }

  @Test
  void aDirectoryIsRejected() {
    assertThatThrownBy(() -> new AnswerFileInterface(temporary, faced.lines::add).start(faced.desk))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a directory");
  }
}
