package minitaur.controller.task.reward;

import java.util.List;
import minitaur.hal.settings.Inline;

/**
 * Reward function of the walking task: the sum of its terms, whose settings are the keys of {@code
 * task.reward}. Haarnoja et al. 2018 (arXiv 1812.05905), section 7.2, name the terms but give no
 * values.
 */
public record RewardFunction(@Inline List<RewardTerm> terms) {
  public RewardFunction {
    terms = List.copyOf(terms);
  }

  /** The registered terms with their defaults. A weight of 0 disables a term. */
  public static RewardFunction nominal() {
    return new RewardFunction(
        List.of(
            new ForwardVelocityTerm(1.0, 1.0),
            new ActionAccelerationTerm(0.1),
            new PitchTerm(0.5),
            new FrontLegFoldTerm(1.0, 0.3),
            new EnergyTerm(0),
            new ActionRateTerm(0),
            new UprightTerm(0)));
  }

  /** A copy of this function with {@code changed} in place of the terms of the same class. */
  public RewardFunction with(RewardTerm changed) {
    return new RewardFunction(
        terms.stream()
            .map(term -> term.getClass() == changed.getClass() ? changed : term)
            .toList());
  }

  /** Minimum reward of a step, see {@link RewardTerm#min}. */
  public double min() {
    return terms.stream().mapToDouble(RewardTerm::min).sum();
  }

  /** Maximum reward of a step, see {@link RewardTerm#max}. */
  public double max() {
    return terms.stream().mapToDouble(RewardTerm::max).sum();
  }

  /** Names of the terms, in order. */
  public List<String> names() {
    return terms.stream().map(RewardTerm::name).toList();
  }

  /**
   * Computes the reward of a step and its terms. Allocates nothing.
   *
   * @param step Not modified.
   * @param values receives the values of the terms. Modified.
   * @return the sum of the terms
   */
  public double evaluate(StepOutcome step, RewardTermValues values) {
    for (int i = 0; i < values.values.length; i++) {
      values.values[i] = terms.get(i).value(step);
    }
    return values.total();
  }
}
