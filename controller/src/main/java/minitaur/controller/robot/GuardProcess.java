package minitaur.controller.robot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import minitaur.controller.config.RobotConfig;
import minitaur.hal.serial.DeadHostGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that switches the motors off when this one has died, for a board without a watchdog.
 * It runs the hidden command {@code guard} and listens to a pipe from here, see {@link
 * DeadHostGuard}.
 */
final class GuardProcess {
  private static final Logger LOG = LoggerFactory.getLogger(GuardProcess.class);
  private static final String MAIN = "minitaur.controller.Main";

  private final OutputStream pipe;

  private GuardProcess(OutputStream pipe) {
    this.pipe = pipe;
  }

  /**
   * Starts it.
   *
   * @throws IOException when that is not possible: then nobody may drive such a board
   */
  static GuardProcess start(RobotConfig robot) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            MAIN,
            "guard",
            "--port",
            robot.port(),
            "--baud",
            Integer.toString(robot.baud()),
            "--board",
            robot.board().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    LOG.info("Process {} switches the motors off should this one die.", process.pid());
    return new GuardProcess(process.getOutputStream());
  }

  /** The motors are off: it may end. */
  void allIsWell() {
    try (pipe) {
      pipe.write(DeadHostGuard.ALL_IS_WELL);
    } catch (IOException e) {
      LOG.warn("The process that guards the motors had ended before this one.", e);
    }
  }
}
