package minitaur.controller.rig;

import java.io.IOException;
import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.MotionCaptureConfig;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
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
   * @throws IOException when the log cannot be made
   */
  public static Rig open(ControllerConfig config, long seed, boolean paced, @Nullable Path log)
      throws IOException {
    if (!config.robot().isSerial()) {
      return new SimulatedRig(config, seed, paced);
    }
    if (config.mocap().source() == MotionCaptureConfig.Source.NONE) {
      throw new RigException(
          "robot.hal is serial and mocap.source none: without motion capture there is no velocity,"
              + " and without velocity no reward. Set mocap.source to vrpn, natnet or qtm, with"
              + " mocap.host and mocap.body (\"minitaur mocap\" shows what a server sees)");
    }
    Clock clock = new SystemClock();
    MocapPoses mocap = MocapPoses.open(config.mocap(), clock);
    try {
      return new HardwareRig(config, mocap, log, clock);
    } catch (IOException | RuntimeException e) {
      mocap.close();
      throw e;
    }
  }
}
