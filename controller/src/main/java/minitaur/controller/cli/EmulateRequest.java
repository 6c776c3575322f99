package minitaur.controller.cli;

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
 * @param hand whether the robot is put back to the start when its motors have been off for 1 s
 * @param mocap motion-capture servers that see the robot
 */
public record EmulateRequest(
    Board board,
    String profile,
    long seed,
    @Nullable Path alias,
    EmulatedFaults faults,
    boolean hand,
    MocapServerRequest mocap) {}
