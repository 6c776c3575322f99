package minitaur.controller.command;

import minitaur.controller.config.RobotConfig.Board;

/**
 * A check of a robot that is asked for.
 *
 * @param port path of the serial port
 * @param board which protocol it speaks
 * @param baudRate bits a second; 0 for the board's usual one
 * @param seconds how long is listened
 * @param json whether to print JSON rather than a table
 * @param guided whether a technician is led through moving the robot by hand
 * @param page where that is shown
 */
public record DoctorRequest(
    String port,
    Board board,
    int baudRate,
    double seconds,
    boolean json,
    boolean guided,
    PageChoice page) {}
