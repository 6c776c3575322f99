package minitaur.controller.episode;

import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.reward.RewardTermValues;
import minitaur.hal.FieldVisitor;
import minitaur.hal.Struct;

/** A tick with its reward, next observation and discount, which become known only later. */
public final class Transition extends Struct<Transition> {
  /** The tick: o[t] and a[t]. */
  public final Tick tick = new Tick();

  /** Forward velocity over the step, m/s. */
  public double velocityMetresPerSec;

  /** Mean electrical power over the step; 0 if unknown. */
  public double powerWatts;

  /** Terms of the reward r[t]. */
  public final RewardTermValues terms = new RewardTermValues();

  /** {@code [12]} o[t+1]. */
  public final float[] nextObservation = new float[ObservationLayout.OBSERVATION_SIZE];

  /** Factor on the value of the next state: 0 if the episode terminated at this step, else 1. */
  public float discount;

  @Override
  public <E extends Exception> void visit(FieldVisitor<E> v, Transition other) throws E {
    tick.visit(v, other.tick);
    velocityMetresPerSec =
        v.number("velocity_metres_per_sec", velocityMetresPerSec, other.velocityMetresPerSec);
    powerWatts = v.number("power_watts", powerWatts, other.powerWatts);
    terms.visit(v, other.terms);
    v.floats("next_observation", nextObservation, other.nextObservation);
    discount = (float) v.number("discount", discount, other.discount);
  }
}
