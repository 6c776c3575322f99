package minitaur.controller.learn;

import org.jspecify.annotations.Nullable;

/**
 * What learner, replay and trainer know of an environment; they know no other numbers of it.
 * Actions lie in [-1, 1].
 *
 * @param name of the environment, for messages and files
 * @param stateSize components of a state
 * @param actionSize components of an action
 * @param rateHz control steps per second
 * @param horizonSteps longest episode, control steps
 * @param symmetry the left-right symmetry of the environment, or null when it has none
 */
public record EnvironmentSpec(
    String name,
    int stateSize,
    int actionSize,
    double rateHz,
    int horizonSteps,
    @Nullable MirrorSymmetry symmetry) {
  /** Rejects sizes below 1 and a symmetry of other sizes. */
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
