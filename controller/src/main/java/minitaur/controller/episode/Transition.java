package minitaur.controller.episode;

import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.reward.RewardTerms;

/** A tick with all that became known later. A mutable structure that its owner allocates once. */
public final class Transition {
  /** The tick: o[t] and a[t]. */
  public final Tick tick = new Tick();

  /** Forward velocity over the step, m/s. */
  public double velocityMetresPerSec;

  /** r[t] term by term. */
  public final RewardTerms terms = new RewardTerms();

  /** {@code [12]} o[t+1]. */
  public final float[] nextObservation = new float[ObservationLayout.OBSERVATION];

  /**
   * Factor of the value of the next state: 0 when the episode terminated with this step, else 1.
   */
  public float discount;

  /** Copies every value of {@code other}. */
  public void set(Transition other) {
    tick.set(other.tick);
    velocityMetresPerSec = other.velocityMetresPerSec;
    terms.set(other.terms);
    System.arraycopy(other.nextObservation, 0, nextObservation, 0, nextObservation.length);
    discount = other.discount;
  }
}
