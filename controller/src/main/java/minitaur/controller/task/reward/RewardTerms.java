package minitaur.controller.task.reward;

import java.util.List;
import minitaur.hal.FieldVisitor;
import minitaur.hal.Struct;

/** The reward of one step, term by term: weighted and signed, so that the terms add up to it. */
public final class RewardTerms extends Struct<RewardTerms> {
  /** Names of the registered terms, in the order of their values. */
  public static final List<String> NAMES = RewardFunction.nominal().names();

  /** Value of each term, in the order of the reward function. */
  public final double[] values;

  private final List<String> names;

  /** Values of the registered terms, all 0. */
  public RewardTerms() {
    this(NAMES);
  }

  /** Values of the terms with these names, all 0. */
  public RewardTerms(List<String> names) {
    this.names = names;
    values = new double[names.size()];
  }

  /** The value of the term {@code name}. */
  public double value(String name) {
    return values[names.indexOf(name)];
  }

  /** The reward: the sum of the terms. */
  public double total() {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  @Override
  public <E extends Exception> void visit(FieldVisitor<E> v, RewardTerms other) throws E {
    for (int i = 0; i < values.length; i++) {
      values[i] = v.number(names.get(i), values[i], other.values[i]);
    }
  }

  @Override
  protected RewardTerms self() {
    return this;
  }
}
