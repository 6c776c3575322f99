package minitaur.controller.episode;

import minitaur.controller.task.ObservationLayout;

/**
 * What was seen and done at one control step, without a reward: that needs poses, which come later.
 * A mutable structure that its owner allocates once.
 */
public final class Tick {
  /** Steps since the episode's first, which is 0. */
  public int step;

  /** Nominal time of the step, in the time of the robot's {@link minitaur.hal.Clock}. */
  public long timeNanos;

  /** {@code [12]} what the policy was told. */
  public final float[] observation = new float[ObservationLayout.OBSERVATION];

  /**
   * {@code [8]} what the policy chose; zero at an episode's last observation, where nothing is
   * chosen.
   */
  public final float[] action = new float[ObservationLayout.ACTION];

  /** Which policy chose. */
  public long policyId;

  /** Copies every value of {@code other}. */
  public void set(Tick other) {
    step = other.step;
    timeNanos = other.timeNanos;
    System.arraycopy(other.observation, 0, observation, 0, observation.length);
    System.arraycopy(other.action, 0, action, 0, action.length);
    policyId = other.policyId;
  }
}
