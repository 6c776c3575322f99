package minitaur.controller.robot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.controller.run.JavaCommand;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.serial.HostWatchdog;
import minitaur.hal.serial.SerialRobot;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Child process that disables the motors when this process exits unexpectedly, for boards without a
 * watchdog. It runs {@link HostWatchdogMain} and reads a pipe from this process; see {@link
 * HostWatchdog}. It cannot act while this process is suspended, so Ctrl-Z is disabled.
 */
final class HostWatchdogProcess implements SerialRobot.WatchdogProcess {
  private static final Logger LOG = LoggerFactory.getLogger(HostWatchdogProcess.class);

  /** Ample time for the start of a Java process on a busy computer. */
  private static final long READY_TIMEOUT_NANOS = 30_000_000_000L;

  private static final long POLL_NANOS = 10_000_000;

  private final Process process;
  private final OutputStream pipe;

  private HostWatchdogProcess(Process process) {
    this.process = process;
    pipe = process.getOutputStream();
  }

  /**
   * Starts the watchdog process and waits until it is ready. From now on Ctrl-Z does not suspend
   * this process.
   *
   * @param baudRate bit/s; 0 for the default of the board
   * @throws IOException if it cannot be started: then the board must not be driven
   */
  static HostWatchdogProcess start(String port, int baudRate, Board board) throws IOException {
    List<String> command =
        JavaCommand.of(
            HostWatchdogMain.class,
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx32m"));
    command.addAll(List.of(port, Integer.toString(baudRate), board.name()));
    // A suspended process keeps its pipe open, and the board its last position.
    Signals.register(
        "TSTP",
        () ->
            LOG.warn(
                "Ctrl-Z has no effect, because the motors would stay on while the program is"
                    + " suspended. To end the program, press Ctrl-C."));
    return start(command);
  }

  /**
   * Starts a watchdog process and waits until it has written {@link HostWatchdog#READY}.
   *
   * @throws IOException if it does not get ready
   */
  static HostWatchdogProcess start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      awaitReady(process);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
    LOG.info(
        "Host watchdog process {} disables the motors if this process exits unexpectedly.",
        process.pid());
    return new HostWatchdogProcess(process);
  }

  private static void awaitReady(Process process) throws IOException {
    Clock clock = new SystemClock();
    long deadline = clock.nanos() + READY_TIMEOUT_NANOS;
    InputStream output = process.getInputStream();
    while (true) {
      // Libraries may print thousands of bytes before.
      if (output.available() > 0) {
        if (output.read() == HostWatchdog.READY) {
          return;
        }
      } else if (!process.isAlive()) {
        throw notReady("ended with exit status " + process.exitValue());
      } else {
        clock.sleep(POLL_NANOS);
      }
      if (clock.nanos() > deadline) {
        throw notReady("was not ready within %d s".formatted(READY_TIMEOUT_NANOS / 1_000_000_000));
      }
    }
  }

  private static IOException notReady(String cause) {
    return new IOException(
        "the watchdog process "
            + cause
            + "; its error message is above. Without it, the motors of this board would stay on"
            + " if the program died, so the robot is not opened.");
  }

  long pid() {
    return process.pid();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
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
