package minitaur.controller.rig;

import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;
import org.jspecify.annotations.Nullable;

/** The configured robot. */
public final class Rigs {
  private Rigs() {}

  /**
   * Sets the robot up.
   *
   * @param seed of the simulator's random streams
   * @param paced whether a simulation keeps to the wall clock
   * @param log where a real robot's seam is recorded; null for nowhere
   * @throws RigException when the configured robot cannot be used
   */
  public static Rig open(ControllerConfig config, long seed, boolean paced, @Nullable Path log)
      throws RigException {
    if (!config.robot().isSerial()) {
      return new SimulatedRig(config, seed, paced);
    }
    throw new RigException(
        "robot.hal is serial, but nothing sees where the robot is: without motion capture there is"
            + " no velocity, and without velocity no reward");
  }
}
