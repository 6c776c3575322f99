package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minitaur.controller.robot.RobotSettings.Board;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
@Tag("timing")
class HostWatchdogProcessTest {
  private static final int SIGTSTP = 20;

  @TempDir private Path directory;

  @Test
  void rejectsProcessThatEndsAtOnce() {
    assertThatThrownBy(() -> HostWatchdogProcess.start(List.of("sh", "-c", "exit 3")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("watchdog process ended with exit status 3")
        .hasMessageContaining("not opened");
  }

  @Test
  void detectsEndOfProcess() throws Exception {
    HostWatchdogProcess watchdog =
        HostWatchdogProcess.start(List.of("sh", "-c", "printf 'log line\\006'; exec cat"));
    assertThat(watchdog.isAlive()).isTrue();
    watchdog.switchMotorsOff();
    awaitEnd(watchdog);
  }

  @Test
  void becomesReadyAfterMuchOutput() throws Exception {
    HostWatchdogProcess watchdog =
        HostWatchdogProcess.start(
            List.of("sh", "-c", "head -c 5000 /dev/zero; printf '\\006'; exec cat"));
    watchdog.switchMotorsOff();
    awaitEnd(watchdog);
  }

  /** The process is ready, and ends after a clean shutdown without using the port. */
  @Test
  void endsAfterCleanShutdown() throws Exception {
    Path port = Files.createFile(directory.resolve("port"));
    HostWatchdogProcess watchdog = HostWatchdogProcess.start(port.toString(), 0, Board.GHOST);
    assertThat(watchdog.isAlive()).isTrue();
    watchdog.reportMotorsOff();
    awaitEnd(watchdog);
    assertThat(port).isEmptyFile();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ctrlZSuspendsNeitherProcess() throws Exception {
    Path port = Files.createFile(directory.resolve("port"));
    HostWatchdogProcess watchdog = HostWatchdogProcess.start(port.toString(), 0, Board.GHOST);
    assertThat(catchesTerminalStop(ProcessHandle.current().pid())).isTrue();
    assertThat(catchesTerminalStop(watchdog.pid())).isTrue();
    watchdog.reportMotorsOff();
    awaitEnd(watchdog);
  }

  private static boolean catchesTerminalStop(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("SigCgt:")) {
        // Bit n - 1 of the mask is signal n.
        return ((Long.parseUnsignedLong(line.substring(7).strip(), 16) >> (SIGTSTP - 1)) & 1) != 0;
      }
    }
    throw new IOException("no signal mask in the status of process " + pid);
  }

  private static void awaitEnd(HostWatchdogProcess watchdog) throws InterruptedException {
    for (int i = 0; watchdog.isAlive() && i < 3000; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(watchdog.isAlive()).isFalse();
  }
}
