package minitaur.controller.learn;

import org.jspecify.annotations.Nullable;

/**
 * Description of an environment for the learner, the replay buffer and the trainer, which use no
 * other property of it. Actions are in [-1, 1].
 *
 * @param name name of the environment in messages and files
 * @param stateSize components of a state
 * @param actionSize components of an action
 * @param rateHz control steps per second
 * @param horizonSteps maximum length of an episode, control steps
 * @param symmetry left-right symmetry of the environment, or null if it has none
 */
public record EnvironmentSpec(
    String name,
    int stateSize,
    int actionSize,
    double rateHz,
    int horizonSteps,
    @Nullable MirrorSymmetry symmetry) {
  /** Rejects non-positive sizes and a symmetry of different sizes. */
  public EnvironmentSpec {
    if (stateSize < 1 || actionSize < 1 || horizonSteps < 1 || !(rateHz > 0)) {
      throw new IllegalArgumentException(
          "environment %s: %d state components, %d action components, %d steps and %s Hz must all be positive"
              .formatted(name, stateSize, actionSize, horizonSteps, rateHz));
    }
    if (symmetry != null
        && (symmetry.stateSize() != stateSize || symmetry.actionSize() != actionSize)) {
      throw new IllegalArgumentException(
          "environment %s: a symmetry of %d state and %d action components for %d and %d"
              .formatted(name, symmetry.stateSize(), symmetry.actionSize(), stateSize, actionSize));
    }
  }
}
