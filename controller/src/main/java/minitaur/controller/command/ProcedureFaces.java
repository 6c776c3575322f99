package minitaur.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import minitaur.calibration.Calibration;
import minitaur.calibration.prompt.PlainPrompts;
import minitaur.calibration.prompt.PromptText;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.console.terminal.PromptLines;
import minitaur.controller.console.web.ConsoleFace;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.operator.PromptChannel;
import minitaur.controller.run.Terminal;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.inertial.InertialMap;
import minitaur.hal.motor.JointMap;
import org.jspecify.annotations.Nullable;

/** How a procedure meets its operator: on the page, at the terminal, or by a script. */
final class ProcedureFaces implements AutoCloseable {
  private final PromptChannel desk;
  private final @Nullable ConsoleFace page;
  private final @Nullable PromptLines terminal;

  /**
   * Shows them.
   *
   * @param choice whether and where the page is served
   * @param robot what the page says of the robot
   * @param script answers in the operator's place; null when he is asked
   * @param in what he types; null where there is nothing to type
   * @param out what he reads
   * @throws IOException when the script cannot be read
   */
  ProcedureFaces(
      PageChoice choice,
      RobotDescription robot,
      @Nullable Path script,
      @Nullable Reader in,
      PrintWriter out)
      throws IOException {
    PromptText text = new PromptText(out, script == null && in != null);
    Prompts answers =
        script == null
            ? null
            : PlainPrompts.script(new StringReader(Files.readString(script)), text);
    desk = new PromptChannel(InstantSource.system(), text, answers);
    page =
        choice.console().enabled()
            ? new ConsoleFace(choice.console(), robot, choice.open(), text::tell)
            : null;
    terminal =
        script == null && in != null
            ? new PromptLines(in, Terminal.isPresent(), page == null)
            : null;
    if (page != null) {
      page.start(desk);
    }
    if (terminal != null) {
      terminal.start(desk);
    }
  }

  /** Who is asked. */
  PromptChannel desk() {
    return desk;
  }

  /**
   * The same robot, shown on the page if there is one, while it is used and while the operator is
   * asked.
   *
   * @param known what is known of it, if it speaks for itself; a robot whose motors nobody knows
   *     cannot be shown
   */
  Robot watched(Robot robot, Calibration known) throws IOException {
    return known.motors() == null ? robot : watched(robot, known.joints(), known.inertial());
  }

  /** The same robot, likewise, seen through maps. */
  Robot watched(Robot robot, JointMap joints, InertialMap inertial) {
    if (page == null) {
      return robot;
    }
    WatchedRobot watched = new WatchedRobot(robot, joints, inertial, page.control());
    RobotState state = new RobotState();
    desk.setWhileWaiting(() -> watched.read(state));
    return watched;
  }

  @Override
  public void close() {
    if (terminal != null) {
      terminal.close();
    }
    if (page != null) {
      page.close();
    }
  }
}
