package minitaur.controller.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole program in a pseudo-terminal, created by util-linux's {@code script}. */
class TerminalInterfaceTest {
  private static final long DEADLINE_NANOS = 90_000_000_000L;

  @TempDir private Path temporary;

  private final StringBuilder screen = new StringBuilder();

  @Test
  void keysConfirmStopAndRelease() throws Exception {
    Process program =
        start(
            "train --asynchronous --profile nominal --steps 100000 --run-dir '"
                + temporary.resolve("run")
                + "' --set operator.resets=ask --set learner.batchSize=16 --set"
                + " learner.hiddenUnits=12");
    try {
      await(program, "Reset 1: the run started");
      await(program, "Please place the robot at the start line");
      press(program, "r");
      await(program, "checking the start position");
      await(program, "steps/s");
      press(program, " ");
      await(program, "STOPPED: the operator stopped the robot");
      await(program, "(key L, or type release)");
      press(program, "l");
      await(program, "L: release the emergency stop");
      press(program, "L");
      await(program, "the emergency stop was released");
      press(program, "\u0003");
      await(program, "Resume with: minitaur train --resume");
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      program.destroyForcibly();
    }
    assertThat(Files.readString(temporary.resolve("run/minitaur.log")))
        .contains("RESET_REQUESTED -> RESET_CONFIRMED")
        .contains("-> EMERGENCY_STOP: the operator stopped the robot")
        .contains("-> FINISHED");
  }

  @Test
  void arrowKeysPushRobot() throws Exception {
    Process program = start("demo --no-console --profile nominal");
    try {
      await(program, "arrow keys: push the robot");
      await(program, "Walking at ");
      press(program, "\u001b[D");
      await(program, "the robot is pushed");
      press(program, "\u001bOA");
      await(program, "the robot is pushed");
      press(program, "\u0003");
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      program.destroyForcibly();
    }
  }

  private Process start(String arguments) throws IOException {
    String command =
        String.join(
            " ",
            List.of(
                // When the tests run in the background, all child processes ignore Ctrl-C.
                "env --default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Djava.awt.headless=true",
                "-cp '" + System.getProperty("java.class.path") + "'",
                minitaur.controller.command.Main.class.getName(),
                arguments));
    try {
      return new ProcessBuilder("script", "-qfec", command, "/dev/null")
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      assumeThat(e).as("script (util-linux) is not installed").isNull();
      throw e;
    }
  }

  private static void press(Process program, String key) throws IOException {
    OutputStream keys = program.getOutputStream();
    keys.write(key.getBytes(StandardCharsets.US_ASCII));
    keys.flush();
  }

  /** Waits until the screen shows a text after those of earlier calls. */
  private void await(Process program, String text) throws IOException {
    InputStream out = program.getInputStream();
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    int index;
    while ((index = screen.indexOf(text)) < 0) {
      assertThat(System.nanoTime()).as("%s in %s", text, screen).isLessThan(deadline);
      if (out.available() > 0) {
        byte[] bytes = new byte[4096];
        int read = out.read(bytes);
        screen.append(new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8));
      } else {
        assertThat(program.isAlive() || out.available() > 0).as("%s in %s", text, screen).isTrue();
        LockSupport.parkNanos(5_000_000);
      }
    }
    screen.delete(0, index + text.length());
  }
}
