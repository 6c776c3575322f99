package minitaur.controller.task.reward;

import java.util.Arrays;
import minitaur.controller.task.ObservationLayout;

/** Inputs of the reward function for control step t. Mutable; the owner reuses it. */
public final class StepOutcome {
  /**
   * Forward velocity, m/s: displacement of the trunk's origin along the lane's x axis during the
   * step, divided by the step's duration.
   */
  public double velocityMetresPerSec;

  /** Mean electrical power of the motors during the step, W; 0 if unknown. */
  public double powerWatts;

  /** {@code [8]} a[t]. */
  public final float[] action = new float[ObservationLayout.ACTION_SIZE];

  /** {@code [8]} a[t-1]; zero before the episode's first action. */
  public final float[] previousAction = new float[ObservationLayout.ACTION_SIZE];

  /** {@code [8]} a[t-2]; zero before the episode's first action. */
  public final float[] actionBeforePrevious = new float[ObservationLayout.ACTION_SIZE];

  /** {@code [12]} o[t+1]. */
  public final float[] nextObservation = new float[ObservationLayout.OBSERVATION_SIZE];

  /** Clears the actions at the start of an episode. */
  public void clearActions() {
    Arrays.fill(action, 0);
    Arrays.fill(previousAction, 0);
    Arrays.fill(actionBeforePrevious, 0);
  }

  /**
   * Advances to the next step.
   *
   * @param next {@code [8]} action of the next step. Not modified.
   */
  public void advance(float[] next) {
    System.arraycopy(previousAction, 0, actionBeforePrevious, 0, action.length);
    System.arraycopy(action, 0, previousAction, 0, action.length);
    System.arraycopy(next, 0, action, 0, action.length);
  }
}
