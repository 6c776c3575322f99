package minitaur.controller.episode;

import minitaur.controller.task.ObservationLayout;
import minitaur.hal.FieldVisitor;
import minitaur.hal.Struct;

/**
 * Observation and action of one control step, without the reward, which needs poses that arrive
 * later.
 */
public final class Tick extends Struct<Tick> {
  /** Step index in the episode, from 0. */
  public int step;

  /** Nominal time of the step, on the robot's {@link minitaur.hal.Clock}. */
  public long timeNanos;

  /** Electrical energy used since the start of the episode; NaN if unknown. */
  public double energyJoules;

  /** {@code [12]} the observation. */
  public final float[] observation = new float[ObservationLayout.OBSERVATION_SIZE];

  /**
   * {@code [8]} the policy's action; zero at the final observation of an episode, which has none.
   */
  public final float[] action = new float[ObservationLayout.ACTION_SIZE];

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
}
