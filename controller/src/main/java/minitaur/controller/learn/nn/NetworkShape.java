package minitaur.controller.learn.nn;

import java.util.List;

/**
 * Sizes of a network of dense layers and the type of its hidden layers.
 *
 * @param inputs number of inputs
 * @param hidden number of units of each hidden layer, input side first
 * @param outputs number of outputs
 * @param hiddenLayer operations of a hidden layer after its matrix product
 */
public record NetworkShape(int inputs, List<Integer> hidden, int outputs, HiddenLayer hiddenLayer) {
  /** Copies the list and rejects sizes below 1. */
  public NetworkShape {
    hidden = List.copyOf(hidden);
    if (inputs < 1 || outputs < 1 || hidden.stream().anyMatch(units -> units < 1)) {
      throw new IllegalArgumentException(
          "a network of %d inputs, hidden layers of %s units and %d outputs"
              .formatted(inputs, hidden, outputs));
    }
  }

  /** Operations after the matrix product and bias of a hidden layer, in order. */
  public enum HiddenLayer {
    /** ReLU. */
    PLAIN,
    /** Hyperbolic tangent. */
    TANH,
    /** Layer normalization, ReLU. */
    LAYER_NORM,
    /** Dropout, layer normalization, ReLU. */
    DROPOUT_LAYER_NORM,
    /** ReLU; the input of each dense layer, including the network's input, is batch-normalized. */
    BATCH_NORM;

    /** Whether each hidden layer has a layer normalization. */
    boolean hasLayerNorm() {
      return this == LAYER_NORM || this == DROPOUT_LAYER_NORM;
    }
  }

  /** Number of dense layers. */
  int layers() {
    return hidden.size() + 1;
  }

  /** Inputs of dense layer {@code layer}, counted from 0. */
  int layerInputs(int layer) {
    return layer == 0 ? inputs : hidden.get(layer - 1);
  }

  /** Outputs of dense layer {@code layer}, counted from 0. */
  int layerOutputs(int layer) {
    return layer == hidden.size() ? outputs : hidden.get(layer);
  }

  /** Number of normalizations. */
  int norms() {
    return switch (hiddenLayer) {
      case PLAIN, TANH -> 0;
      case LAYER_NORM, DROPOUT_LAYER_NORM -> hidden.size();
      case BATCH_NORM -> layers();
    };
  }

  /** Features of normalization {@code norm}, counted from 0. */
  int normUnits(int norm) {
    return hiddenLayer == HiddenLayer.BATCH_NORM ? layerInputs(norm) : hidden.get(norm);
  }
}
