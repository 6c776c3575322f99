package minitaur.controller.console.telemetry;

import minitaur.controller.task.reward.RewardTerms;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;

/**
 * What was measured and commanded at one control step. A mutable structure that its owner allocates
 * once.
 */
public final class ControlSample {
  /** Which episode of the run. */
  public int episode;

  /** Steps since the episode's first, which is 0. */
  public int step;

  /** Whether the episode was under way. */
  public boolean running;

  /** Nominal time of the step, in the time of the robot's {@link minitaur.hal.Clock}. */
  public long timeNanos;

  /** Latency of the step. */
  public long latenessNanos;

  /** Sensor values. */
  public final RobotState state = new RobotState();

  /** Command to the motors. */
  public final MotorCommand command = new MotorCommand();

  /** Where the supervisor assumes the trunk. */
  public final Track track = new Track();

  /** The newest pose of the trunk; only where {@link #poseKnown}. */
  public final Pose pose = new Pose();

  /** Whether motion capture has reported a pose in this episode. */
  public boolean poseKnown;

  /** Forward velocity over the newest step that has a reward, m/s; NaN before the first. */
  public double velocityMetresPerSec = Double.NaN;

  /** Mean electrical power over that step, W; NaN before the first. */
  public double powerWatts = Double.NaN;

  /** Reward of that step, term by term; only where the velocity is a number. */
  public final RewardTerms terms = new RewardTerms();

  /**
   * {@code [block][x, y, z, qw, qx, qy, qz]} poses of the terrain's movable blocks, m; empty where
   * there are none.
   */
  public double[] blocks = new double[0];

  /** Heading of the trunk; only where the pose is known. */
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
    latenessNanos = other.latenessNanos;
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
