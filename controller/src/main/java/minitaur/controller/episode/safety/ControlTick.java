package minitaur.controller.episode.safety;

import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;

/**
 * All that {@link SafetySupervisor} judges a control tick by. A mutable structure that its owner
 * allocates once.
 */
public final class ControlTick {
  /** When the tick was to come, in the time of the robot's {@link minitaur.hal.Clock}. */
  public long timeNanos;

  /** When it came. */
  public long nowNanos;

  /** What the robot's sensors said. */
  public final RobotState state = new RobotState();

  /** Where the trunk is seen. */
  public final Track track = new Track();

  /** {@code [2]} roll and pitch of the ground, rad; zero on level ground. */
  public final double[] groundRollPitch = new double[2];

  /** Whether the operator wants the motors stopped. */
  public boolean stopWanted;

  /** Whether the policy that acts is another than the one that the episode began with. */
  public boolean policyChanged;

  /** For how long the battery has been below {@link RobotLimits.Battery#minBatteryVolts}. */
  public long batteryLowNanos;

  /** For how long, the longest of all motors, one has pushed above its lasting torque. */
  public long strainNanos;
}
