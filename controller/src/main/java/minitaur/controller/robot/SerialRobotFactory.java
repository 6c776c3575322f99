package minitaur.controller.robot;

import java.io.IOException;
import java.util.function.Consumer;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.Clock;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;

/**
 * Opens robots on serial ports, for all commands: with calibration inside the position loop, and
 * with a host watchdog process for boards without their own watchdog.
 */
public final class SerialRobotFactory {
  private SerialRobotFactory() {}

  /**
   * Opens a robot with the motors off.
   *
   * @param baudRate bit/s; 0 for the default of the board
   * @param errorHandler receives the error if the position loop fails
   * @throws IOException when the watchdog process cannot be started
   */
  public static SerialRobot open(
      Board board,
      String port,
      int baudRate,
      RobotCalibration calibration,
      SerialRobotSettings settings,
      Clock clock,
      Consumer<? super Throwable> errorHandler)
      throws IOException {
    return SerialRobot.open(
        new SerialRobot.Connection(
            new JsscPort(port), baudRate, BoardCodecs.hostCodec(board), calibration, settings),
        () -> HostWatchdogProcess.start(port, baudRate, board),
        clock,
        errorHandler);
  }

  /**
   * Opens the configured robot with the motors off.
   *
   * @param errorHandler receives the error if the position loop fails
   * @throws IOException when the watchdog process cannot be started
   */
  public static SerialRobot open(
      RobotSettings robot,
      TaskSettings task,
      RobotCalibration calibration,
      Clock clock,
      Consumer<? super Throwable> errorHandler)
      throws IOException {
    return open(
        robot.serial().board(),
        robot.serial().port(),
        robot.serial().baud(),
        calibration,
        settings(robot, task),
        clock,
        errorHandler);
  }

  /** Settings of the position loop. */
  public static SerialRobotSettings settings(RobotSettings robot, TaskSettings task) {
    SerialRobotSettings settings =
        SerialRobotSettings.defaults()
            .with(
                robot.serial().loopRateHz(),
                new SerialRobotSettings.Stance(
                    task.actionMap().extensionMid(), task.gains().kp(), task.gains().kd()),
                robot.serial().realTimeCore());
    return robot.allowUncalibrated() ? settings.withUncalibratedAllowed() : settings;
  }
}
