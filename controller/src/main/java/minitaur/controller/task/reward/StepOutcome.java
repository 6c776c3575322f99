package minitaur.controller.task.reward;

import java.util.Arrays;
import minitaur.controller.task.ObservationLayout;

/** What the reward of a control step t depends on. A mutable structure that its owner reuses. */
public final class StepOutcome {
  /**
   * Forward velocity: displacement of the trunk's origin along the lane's x over the step, divided
   * by the step, m/s.
   */
  public double velocityMetresPerSec;

  /** Mean electrical power of the motors over the step; 0 where it is unknown. */
  public double powerWatts;

  /** {@code [8]} a[t]. */
  public final float[] action = new float[ObservationLayout.ACTION];

  /** {@code [8]} a[t-1]; zero before the episode's first action. */
  public final float[] previousAction = new float[ObservationLayout.ACTION];

  /** {@code [8]} a[t-2]; zero before the episode's first action. */
  public final float[] actionBeforePrevious = new float[ObservationLayout.ACTION];

  /** {@code [12]} o[t+1]. */
  public final float[] nextObservation = new float[ObservationLayout.OBSERVATION];

  /** Forgets the actions of the previous episode. */
  public void clearActions() {
    Arrays.fill(action, 0);
    Arrays.fill(previousAction, 0);
    Arrays.fill(actionBeforePrevious, 0);
  }

  /**
   * Proceeds to the next step.
   *
   * @param next {@code [8]} its action. Not modified.
   */
  public void advance(float[] next) {
    System.arraycopy(previousAction, 0, actionBeforePrevious, 0, action.length);
    System.arraycopy(action, 0, previousAction, 0, action.length);
    System.arraycopy(next, 0, action, 0, action.length);
  }
}
