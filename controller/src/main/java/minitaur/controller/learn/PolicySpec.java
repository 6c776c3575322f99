package minitaur.controller.learn;

import java.util.List;

/**
 * Shape of a policy: a plain network of dense layers, and a head that makes an action of its
 * outputs. Normalization is folded into the weights.
 *
 * <p>Parameters are one array, layer after layer: weights {@code [outputs x inputs]} row-major,
 * then biases {@code [outputs]}.
 *
 * @param inputs components of a state
 * @param hidden units of each hidden layer, from the input on
 * @param actions components of an action
 * @param head what the outputs mean
 * @param activation between the layers
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
  /** What the outputs of the network mean. */
  public enum Head {
    /** Mean, then logarithm of the standard deviation, of a Gaussian that tanh squashes. */
    SQUASHED_GAUSSIAN(2, false),
    /** The action before tanh. */
    DETERMINISTIC_TANH(1, false),
    /**
     * The action before tanh. The network's inputs are the state and as many standard normal
     * numbers as an action has components; without exploration these are zero.
     */
    LATENT_TANH(1, true),
    /** Mean, then logarithm of the standard deviation, of a Gaussian that is clipped to [-1, 1]. */
    GAUSSIAN(2, false);

    private final int outputsPerAction;
    private final boolean latent;

    Head(int outputsPerAction, boolean latent) {
      this.outputsPerAction = outputsPerAction;
      this.latent = latent;
    }

    /** Action components of a network with this number of outputs; 0 when they do not divide. */
    public int actions(int outputs) {
      return outputs % outputsPerAction == 0 ? outputs / outputsPerAction : 0;
    }

    /** Random inputs of the network beside the state. */
    public int latents(int actions) {
      return latent ? actions : 0;
    }
  }

  /** The nonlinearity between the layers. */
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

  /** A policy with ReLU that explores by its own head alone. */
  public PolicySpec(int inputs, List<Integer> hidden, int actions, Head head) {
    this(inputs, hidden, actions, head, Activation.RELU, 0);
  }

  /** The policy with two hidden layers of equal size for an environment. */
  public static PolicySpec of(EnvironmentSpec spec, int hiddenUnits, Head head) {
    return new PolicySpec(
        spec.stateSize(), List.of(hiddenUnits, hiddenUnits), spec.actionSize(), head);
  }

  /** Inputs of the network: the state, then the latent numbers. */
  public int networkInputs() {
    return inputs + head.latents(actions);
  }

  /** Outputs of the network. */
  public int outputs() {
    return head.outputsPerAction * actions;
  }

  /** Number of weights and biases. */
  public int parameters() {
    int count = 0;
    int before = networkInputs();
    for (int units : hidden) {
      count += (before + 1) * units;
      before = units;
    }
    return count + (before + 1) * outputs();
  }
}
