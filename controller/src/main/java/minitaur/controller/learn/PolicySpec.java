package minitaur.controller.learn;

import java.util.List;

/**
 * Shape of a policy: a plain network of dense layers, and a head that converts its outputs to an
 * action. Normalization is folded into the weights.
 *
 * <p>The parameters form one array. For each layer it contains the weights {@code [outputs x
 * inputs]} in row-major order, then the biases {@code [outputs]}.
 *
 * @param inputs components of a state
 * @param hidden number of units of each hidden layer, input side first
 * @param actions components of an action
 * @param head meaning of the outputs
 * @param activation activation function between the layers
 * @param explorationNoise standard deviation of the Gaussian noise that exploration adds to each
 *     component of a deterministic head's action
 */
public record PolicySpec(
    int inputs,
    List<Integer> hidden,
    int actions,
    Head head,
    Activation activation,
    double explorationNoise) {
  /** Meaning of the network's outputs. */
  public enum Head {
    /** Mean, then logarithm of the standard deviation, of a tanh-squashed Gaussian. */
    SQUASHED_GAUSSIAN(2, false),
    /** The action before tanh. */
    DETERMINISTIC_TANH(1, false),
    /**
     * The action before tanh. The network's inputs are the state and a standard normal latent with
     * as many components as an action; without exploration the latent is zero.
     */
    LATENT_TANH(1, true),
    /**
     * Mean, then logarithm of the standard deviation, of a Gaussian whose samples are clipped to
     * [-1, 1].
     */
    GAUSSIAN(2, false);

    private final int outputsPerAction;
    private final boolean latent;

    Head(int outputsPerAction, boolean latent) {
      this.outputsPerAction = outputsPerAction;
      this.latent = latent;
    }

    /**
     * Action components of a network with this number of outputs; 0 if the number is not a multiple
     * of the outputs per action component.
     */
    public int actions(int outputs) {
      return outputs % outputsPerAction == 0 ? outputs / outputsPerAction : 0;
    }

    /** Number of the network's random inputs, in addition to the state. */
    public int latents(int actions) {
      return latent ? actions : 0;
    }
  }

  /** Activation function between the layers. */
  public enum Activation {
    /** max(x, 0). */
    RELU,
    /** Hyperbolic tangent. */
    TANH
  }

  /** Copies the list; rejects sizes below 1 and negative noise. */
  public PolicySpec {
    hidden = List.copyOf(hidden);
    if (inputs < 1 || actions < 1 || hidden.stream().anyMatch(units -> units < 1)) {
      throw new IllegalArgumentException(
          "a policy of %d inputs, hidden layers of %s units and %d action components"
              .formatted(inputs, hidden, actions));
    }
    if (!(explorationNoise >= 0)) {
      throw new IllegalArgumentException("exploration noise " + explorationNoise);
    }
  }

  /** A policy with ReLU activation and without additional exploration noise. */
  public PolicySpec(int inputs, List<Integer> hidden, int actions, Head head) {
    this(inputs, hidden, actions, head, Activation.RELU, 0);
  }

  /** A policy for an environment, with two hidden layers of equal size. */
  public static PolicySpec of(EnvironmentSpec spec, int hiddenUnits, Head head) {
    return new PolicySpec(
        spec.stateSize(), List.of(hiddenUnits, hiddenUnits), spec.actionSize(), head);
  }

  /** Number of inputs of the network: the state, then the latent. */
  public int networkInputs() {
    return inputs + head.latents(actions);
  }

  /** Number of outputs of the network. */
  public int outputs() {
    return head.outputsPerAction * actions;
  }

  /** Number of weights and biases. */
  public int parameters() {
    int count = 0;
    int previousUnits = networkInputs();
    for (int units : hidden) {
      count += (previousUnits + 1) * units;
      previousUnits = units;
    }
    return count + (previousUnits + 1) * outputs();
  }
}
