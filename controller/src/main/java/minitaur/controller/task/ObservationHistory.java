package minitaur.controller.task;

import java.util.Arrays;

/**
 * Builds the policy's input during an episode: the current observation, the past five observations
 * and the past five actions, each newest first. At the start of an episode the past observations
 * are copies of the first one and the past actions are zero.
 *
 * <p>Allocates nothing after construction.
 */
public final class ObservationHistory {
  private final float[] state = new float[ObservationLayout.STATE_SIZE];

  /**
   * Starts an episode.
   *
   * @param firstObservation {@code [12]}. Not modified.
   */
  public void begin(float[] firstObservation) {
    for (int age = 0; age <= ObservationLayout.HISTORY_LENGTH; age++) {
      System.arraycopy(
          firstObservation,
          0,
          state,
          age * ObservationLayout.OBSERVATION_SIZE,
          ObservationLayout.OBSERVATION_SIZE);
    }
    Arrays.fill(state, ObservationLayout.PAST_ACTIONS, ObservationLayout.STATE_SIZE, 0);
  }

  /**
   * Advances by one step.
   *
   * @param action {@code [8]} action taken at the current observation. Not modified.
   * @param nextObservation {@code [12]} observation after the action, which becomes the current
   *     one. Not modified.
   */
  public void push(float[] action, float[] nextObservation) {
    System.arraycopy(
        state,
        0,
        state,
        ObservationLayout.PAST_OBSERVATIONS,
        ObservationLayout.HISTORY_LENGTH * ObservationLayout.OBSERVATION_SIZE);
    System.arraycopy(nextObservation, 0, state, 0, ObservationLayout.OBSERVATION_SIZE);
    System.arraycopy(
        state,
        ObservationLayout.PAST_ACTIONS,
        state,
        ObservationLayout.PAST_ACTIONS + ObservationLayout.ACTION_SIZE,
        (ObservationLayout.HISTORY_LENGTH - 1) * ObservationLayout.ACTION_SIZE);
    System.arraycopy(
        action, 0, state, ObservationLayout.PAST_ACTIONS, ObservationLayout.ACTION_SIZE);
  }

  /**
   * Copies the policy's input.
   *
   * @param out {@code [112]} in the order of {@link ObservationLayout}. Modified.
   */
  public void copyState(float[] out) {
    System.arraycopy(state, 0, out, 0, ObservationLayout.STATE_SIZE);
  }
}
