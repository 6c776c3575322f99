package minitaur.controller.robot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.serial.DeadHostGuard;
import minitaur.hal.serial.SerialRobot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Child process that disables the motors when this process dies, for boards without a watchdog. It
 * runs {@link GuardProgram} and reads a pipe from this process; see {@link DeadHostGuard}.
 */
final class GuardProcess implements SerialRobot.HostWatch {
  private static final Logger LOG = LoggerFactory.getLogger(GuardProcess.class);

  private final OutputStream pipe;

  private GuardProcess(OutputStream pipe) {
    this.pipe = pipe;
  }

  /**
   * Starts the guard process.
   *
   * @param baudRate bit/s; 0 for the default of the board
   * @throws IOException if it cannot be started: then the board must not be driven
   */
  static GuardProcess start(String port, int baudRate, Board board) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            GuardProgram.class.getName(),
            port,
            Integer.toString(baudRate),
            board.name());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    LOG.info("Guard process {} disables the motors if this process dies.", process.pid());
    return new GuardProcess(process.getOutputStream());
  }

  @Override
  public void motorsAreOff() {
    try (pipe) {
      pipe.write(DeadHostGuard.ALL_IS_WELL);
    } catch (IOException e) {
      LOG.warn("The process that guards the motors had ended before this one.", e);
    }
  }
}
