package minitaur.controller.command;

import minitaur.controller.config.RobotConfig.Board;

/**
 * A guard over a robot whose board has no watchdog.
 *
 * @param port path of the serial port, which the host holds until it dies
 * @param baudRate bits a second; 0 for what the board usually has
 * @param board what it speaks
 */
public record GuardRequest(String port, int baudRate, Board board) {}
