package minitaur.controller.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import minitaur.calibration.Calibration;
import minitaur.calibration.prompt.PromptPrinter;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TextPrompts;
import minitaur.controller.console.terminal.PromptLineInterface;
import minitaur.controller.console.web.ConsoleInterface;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.operator.PromptChannel;
import minitaur.controller.run.Terminal;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.wire.RawSensors;
import minitaur.hal.wire.RawState;
import org.jspecify.annotations.Nullable;

/** Operator session of a calibration procedure: page, terminal or script. */
public final class ProcedureSession implements AutoCloseable {
  private final PromptChannel prompts;
  private final @Nullable ConsoleInterface page;
  private final @Nullable PromptLineInterface terminal;

  /**
   * Starts the interfaces.
   *
   * @param choice whether and where the page is served
   * @param robot description of the robot on the page
   * @param script file with answers; null to prompt the operator
   * @param in input of the operator; null for none
   * @param out output to the operator
   * @throws IOException when the script cannot be read
   */
  public ProcedureSession(
      PageChoice choice,
      RobotDescription robot,
      @Nullable Path script,
      @Nullable Reader in,
      PrintWriter out)
      throws IOException {
    PromptPrinter text = new PromptPrinter(out, script == null && in != null);
    Prompts answers =
        script == null
            ? null
            : TextPrompts.fromScript(new StringReader(Files.readString(script)), text);
    prompts = new PromptChannel(InstantSource.system(), text, answers);
    page =
        choice.console().enabled()
            ? new ConsoleInterface(choice.console(), robot, choice.open(), text::printLine)
            : null;
    terminal =
        script == null && in != null
            ? new PromptLineInterface(in, Terminal.isInput(), page == null)
            : null;
    if (page != null) {
      page.start(prompts);
    }
    if (terminal != null) {
      terminal.start(prompts);
    }
  }

  /** The prompts of the procedure. */
  public PromptChannel prompts() {
    return prompts;
  }

  /**
   * Wraps sensors so that the page displays the robot whenever they are read and while a prompt
   * waits for the operator.
   *
   * @param calibration calibration so far; without a motor calibration the robot cannot be
   *     displayed
   */
  public RawSensors displayed(RawSensors sensors, Calibration calibration) throws IOException {
    if (page == null || calibration.motors() == null) {
      return sensors;
    }
    DisplayedSensors displayed =
        new DisplayedSensors(sensors, calibration.toRobotCalibration(), page.control());
    RawState state = new RawState();
    prompts.setOnWaitTick(() -> displayed.readRaw(state));
    return displayed;
  }

  /**
   * Wraps a robot so that the page displays it whenever it is read and while a prompt waits for the
   * operator.
   *
   * @param robot the calibrated robot
   */
  public Robot displayed(Robot robot) {
    if (page == null) {
      return robot;
    }
    DisplayedRobot displayed = new DisplayedRobot(robot, page.control());
    RobotState state = new RobotState();
    prompts.setOnWaitTick(() -> displayed.read(state));
    return displayed;
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
