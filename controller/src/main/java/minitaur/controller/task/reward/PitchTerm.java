package minitaur.controller.task.reward;

import minitaur.controller.task.ObservationLayout;

/** Punishes a trunk that is not level: - weight abs(pitch). */
public final class PitchTerm {
  private final double weight;

  /** A term of {@code weight} per rad. */
  public PitchTerm(double weight) {
    this.weight = weight;
  }

  /**
   * The term's part of the reward.
   *
   * @param nextObservation {@code [12]} after the step. Not modified.
   */
  public double value(float[] nextObservation) {
    return -weight * Math.abs((double) nextObservation[ObservationLayout.PITCH]);
  }
}
