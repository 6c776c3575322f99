package minitaur.controller.episode.safety;

import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;

/**
 * Input of {@link SafetySupervisor} for one control tick. A mutable structure that is allocated
 * once.
 */
public final class ControlTick {
  /** Nominal time of the tick, on the robot's {@link minitaur.hal.Clock}. */
  public long timeNanos;

  /** Actual time of the tick. */
  public long nowNanos;

  /** Sensor values of the robot. */
  public final RobotState state = new RobotState();

  /** Tracked position of the trunk. */
  public final Track track = new Track();

  /** {@code [2]} roll and pitch of the ground, rad; zero on level ground. */
  public final double[] groundRollPitch = new double[2];

  /** Whether the operator requests a stop. */
  public boolean stopRequested;

  /** Whether the acting policy differs from the one at the start of the episode. */
  public boolean policyChanged;

  /** How long the battery has been below {@link RobotLimits.Battery#minBatteryVolts}. */
  public long batteryLowNanos;

  /** Max over the motors of the time spent above the overload torque. */
  public long overloadNanos;
}
