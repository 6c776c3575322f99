package minitaur.controller.task.reward;

import java.util.List;
import minitaur.hal.FieldVisitor;
import minitaur.hal.Struct;

/** The terms of the reward of one step, weighted and signed; their sum is the reward. */
public final class RewardTermValues extends Struct<RewardTermValues> {
  /** Names of the registered terms, in the order of {@link #values}. */
  public static final List<String> NAMES = RewardFunction.nominal().names();

  /** Value of each term, in the order of the reward function. */
  public final double[] values;

  private final List<String> names;

  /** Creates the registered terms with value 0. */
  public RewardTermValues() {
    this(NAMES);
  }

  /** Creates terms with these names and value 0. */
  public RewardTermValues(List<String> names) {
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
  public <E extends Exception> void visit(FieldVisitor<E> v, RewardTermValues other) throws E {
    for (int i = 0; i < values.length; i++) {
      values[i] = v.number(names.get(i), values[i], other.values[i]);
    }
  }
}
