package minitaur.controller.robot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.serial.HostWatchdog;
import minitaur.hal.serial.SerialRobot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Child process that disables the motors when this process exits unexpectedly, for boards without a
 * watchdog. It runs {@link HostWatchdogMain} and reads a pipe from this process; see {@link
 * HostWatchdog}.
 */
final class HostWatchdogProcess implements SerialRobot.WatchdogProcess {
  private static final Logger LOG = LoggerFactory.getLogger(HostWatchdogProcess.class);

  private final OutputStream pipe;

  private HostWatchdogProcess(OutputStream pipe) {
    this.pipe = pipe;
  }

  /**
   * Starts the watchdog process.
   *
   * @param baudRate bit/s; 0 for the default of the board
   * @throws IOException if it cannot be started: then the board must not be driven
   */
  static HostWatchdogProcess start(String port, int baudRate, Board board) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            HostWatchdogMain.class.getName(),
            port,
            Integer.toString(baudRate),
            board.name());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    LOG.info(
        "Host watchdog process {} disables the motors if this process exits unexpectedly.",
        process.pid());
    return new HostWatchdogProcess(process.getOutputStream());
  }

  @Override
  public void reportMotorsOff() {
    try (pipe) {
      pipe.write(HostWatchdog.CLEAN_SHUTDOWN);
    } catch (IOException e) {
      LOG.warn("The host watchdog process exited before this process.", e);
    }
  }

  /** Ends the pipe without the message of a clean shutdown, as if this process had exited. */
  @Override
  public void switchMotorsOff() {
    try {
      pipe.close();
    } catch (IOException e) {
      LOG.warn("The pipe to the host watchdog process cannot be closed.", e);
    }
  }
}
