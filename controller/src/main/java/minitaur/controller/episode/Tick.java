package minitaur.controller.episode;

import minitaur.controller.task.ObservationLayout;
import minitaur.hal.FieldVisitor;
import minitaur.hal.Struct;

/**
 * Observation and action of one control step, without the reward: that needs poses, which arrive
 * later.
 */
public final class Tick extends Struct<Tick> {
  /** Steps since the episode's first, which is 0. */
  public int step;

  /** Nominal time of the step, in the time of the robot's {@link minitaur.hal.Clock}. */
  public long timeNanos;

  /** Electrical energy taken since the episode began; NaN where it is not known. */
  public double energyJoules;

  /** {@code [12]} the observation. */
  public final float[] observation = new float[ObservationLayout.OBSERVATION];

  /**
   * {@code [8]} the policy's action; zero at an episode's last observation, where there is none.
   */
  public final float[] action = new float[ObservationLayout.ACTION];

  /** Identifier of the policy that chose the action. */
  public long policyId;

  @Override
  public <E extends Exception> void visit(FieldVisitor<E> v, Tick other) throws E {
    step = (int) v.integer("step", step, other.step);
    timeNanos = v.nanos("time", timeNanos, other.timeNanos);
    energyJoules = v.number("energy_joules", energyJoules, other.energyJoules);
    v.floats("observation", observation, other.observation);
    v.floats("action", action, other.action);
    policyId = v.integer("policy_id", policyId, other.policyId);
  }

  @Override
  protected Tick self() {
    return this;
  }
}
