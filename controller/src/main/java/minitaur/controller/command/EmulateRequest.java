package minitaur.controller.command;

import java.nio.file.Path;
import minitaur.controller.config.RobotConfig.Board;
import org.jspecify.annotations.Nullable;

/**
 * An emulated board that is asked for.
 *
 * @param board which protocol it speaks
 * @param profile of the simulated robot behind it
 * @param seed of every random number
 * @param alias stable name for the port; null for none
 * @param faults what shall go wrong
 * @param hand who handles the robot
 * @param peculiar which robot of many it is, wired and built in its own way; null for one that is
 *     as its profile says
 * @param truth file for the truth about a peculiar robot, as a calibration; null for none
 * @param mocap motion-capture servers that see the robot
 */
public record EmulateRequest(
    Board board,
    String profile,
    long seed,
    @Nullable Path alias,
    EmulatedFaults faults,
    HandChoice hand,
    @Nullable Long peculiar,
    @Nullable Path truth,
    MocapServerRequest mocap) {}
