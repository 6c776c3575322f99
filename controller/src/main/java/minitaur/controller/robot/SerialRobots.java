package minitaur.controller.robot;

import java.io.IOException;
import java.util.function.Consumer;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RobotConfig;
import minitaur.controller.config.RobotConfig.Board;
import minitaur.hal.Clock;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;

/**
 * Opens robots on serial ports, for every command that does: with their calibration inside the
 * position loop, and with the guard process where the board has no watchdog.
 */
public final class SerialRobots {
  private SerialRobots() {}

  /**
   * Opens a robot, with the motors off.
   *
   * @param baudRate bit/s; 0 for the default of such a board
   * @param errorHandler gets the error that ended the position loop, if one does
   * @throws IOException when the guard process cannot be started
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
            new JsscPort(port), baudRate, BoardCodecs.host(board), calibration, settings),
        () -> GuardProcess.start(port, baudRate, board),
        clock,
        errorHandler);
  }

  /**
   * Opens the configured robot, with the motors off.
   *
   * @param errorHandler gets the error that ended the position loop, if one does
   * @throws IOException when the guard process cannot be started
   */
  public static SerialRobot open(
      ControllerConfig config,
      RobotCalibration calibration,
      Clock clock,
      Consumer<? super Throwable> errorHandler)
      throws IOException {
    RobotConfig robot = config.robot();
    return open(
        robot.board(),
        robot.port(),
        robot.baud(),
        calibration,
        settings(config),
        clock,
        errorHandler);
  }

  /** Settings of the position loop. */
  public static SerialRobotSettings settings(ControllerConfig config) {
    RobotConfig robot = config.robot();
    SerialRobotSettings settings =
        SerialRobotSettings.defaults()
            .with(
                robot.loopRateHz(),
                config.task().extensionMid(),
                config.task().kp(),
                config.task().kd(),
                robot.realTimeCore());
    return robot.allowUncalibrated() ? settings.withUncalibratedAllowed() : settings;
  }
}
