package minitaur.controller.console.telemetry;

import minitaur.controller.task.reward.RewardTermValues;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;

/**
 * Measurements and commands of one control step. A mutable structure that its owner allocates once.
 */
public final class ControlSample {
  /** Index of the episode in the run. */
  public int episode;

  /** Index of the step in the episode, from 0. */
  public int step;

  /** Whether an episode is running. */
  public boolean running;

  /** Nominal time of the step on the robot's {@link minitaur.hal.Clock}. */
  public long timeNanos;

  /** Latency of the step relative to its nominal time. */
  public long latencyNanos;

  /** Sensor values. */
  public final RobotState state = new RobotState();

  /** Command to the motors. */
  public final MotorCommand command = new MotorCommand();

  /** The supervisor's estimate of the trunk's position and velocity. */
  public final Track track = new Track();

  /** Newest pose of the trunk from motion capture; valid only if {@link #poseKnown}. */
  public final Pose pose = new Pose();

  /** Whether motion capture has reported a pose in this episode. */
  public boolean poseKnown;

  /** Forward velocity over the newest step with a reward, m/s; NaN before the first one. */
  public double velocityMetresPerSec = Double.NaN;

  /** Mean electrical power over that step, W; NaN before the first one. */
  public double powerWatts = Double.NaN;

  /** Reward terms of that step; valid only if the velocity is finite. */
  public final RewardTermValues terms = new RewardTermValues();

  /**
   * {@code [block][x, y, z, qw, qx, qy, qz]} poses of the terrain's movable blocks, m; empty if
   * there are none.
   */
  public double[] blocks = new double[0];

  /** Yaw of the trunk; valid only if {@link #poseKnown}. */
  public double yawRad() {
    return Math.atan2(
        2 * (pose.qw * pose.qz + pose.qx * pose.qy),
        1 - 2 * (pose.qy * pose.qy + pose.qz * pose.qz));
  }

  /** Copies every value of {@code other}. */
  void set(ControlSample other) {
    episode = other.episode;
    step = other.step;
    running = other.running;
    timeNanos = other.timeNanos;
    latencyNanos = other.latencyNanos;
    state.set(other.state);
    command.set(other.command);
    track.set(other.track);
    pose.set(other.pose);
    poseKnown = other.poseKnown;
    velocityMetresPerSec = other.velocityMetresPerSec;
    powerWatts = other.powerWatts;
    terms.set(other.terms);
    if (blocks.length != other.blocks.length) {
      blocks = new double[other.blocks.length];
    }
    System.arraycopy(other.blocks, 0, blocks, 0, blocks.length);
  }
}
