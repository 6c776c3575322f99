package minitaur.controller.learn;

import java.util.List;

/**
 * Shape of a policy: a plain network of dense layers with ReLU between them, and a head that makes
 * an action of its outputs. Normalization is folded into the weights.
 *
 * <p>Parameters are one array, layer after layer: weights {@code [outputs x inputs]} row-major,
 * then biases {@code [outputs]}.
 *
 * @param inputs components of a state
 * @param hidden units of each hidden layer, from the input on
 * @param actions components of an action
 * @param head what the outputs mean
 */
public record PolicySpec(int inputs, List<Integer> hidden, int actions, Head head) {
  /** What the outputs of the network mean. */
  public enum Head {
    /** Mean, then logarithm of the standard deviation, of a Gaussian that tanh squashes. */
    SQUASHED_GAUSSIAN(2),
    /** The action before tanh. */
    DETERMINISTIC_TANH(1);

    private final int outputsPerAction;

    Head(int outputsPerAction) {
      this.outputsPerAction = outputsPerAction;
    }

    /** Action components of a network with this number of outputs; 0 when they do not divide. */
    public int actions(int outputs) {
      return outputs % outputsPerAction == 0 ? outputs / outputsPerAction : 0;
    }
  }

  /** Copies the list; rejects sizes below 1. */
  public PolicySpec {
    hidden = List.copyOf(hidden);
    if (inputs < 1 || actions < 1 || hidden.stream().anyMatch(units -> units < 1)) {
      throw new IllegalArgumentException(
          "a policy of %d inputs, hidden layers of %s units and %d action components"
              .formatted(inputs, hidden, actions));
    }
  }

  /** Outputs of the network. */
  public int outputs() {
    return head.outputsPerAction * actions;
  }

  /** Number of weights and biases. */
  public int parameters() {
    int count = 0;
    int before = inputs;
    for (int units : hidden) {
      count += (before + 1) * units;
      before = units;
    }
    return count + (before + 1) * outputs();
  }
}
