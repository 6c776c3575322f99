package minitaur.controller.learn.nn;

/**
 * Projects the weights of the hidden layers onto the unit sphere after an optimizer step (Palenicek
 * et al. 2025, arXiv 2502.07523, section 4): {@code (w_j, b_j) <- (w_j, b_j) / |(w_j, b_j)|} for
 * each unit j, where w_j is its row of weights. If a normalization follows, the network's outputs
 * do not change; only the effective learning rate does.
 */
public final class WeightNorm {
  private final MlpParameters parameters;
  private final float[] row;
  private final float[] bias;

  /** Creates an instance for the given parameters, which {@link #project} modifies. */
  public WeightNorm(MlpParameters parameters) {
    this.parameters = parameters;
    NetworkShape shape = parameters.shape;
    int inputs = shape.inputs();
    int outputs = 1;
    for (int units : shape.hidden()) {
      inputs = Math.max(inputs, units);
      outputs = Math.max(outputs, units);
    }
    row = new float[inputs];
    bias = new float[outputs];
  }

  /** Scales the weights and bias of each hidden unit to norm 1. */
  public void project() {
    for (int layer = 0; layer < parameters.shape.hidden().size(); layer++) {
      Matrix weights = parameters.weights.get(layer);
      Matrix biases = parameters.biases.get(layer);
      biases.readRow(0, bias, 0);
      for (int unit = 0; unit < weights.rows; unit++) {
        weights.readRow(unit, row, 0);
        double squares = (double) bias[unit] * bias[unit];
        for (int i = 0; i < weights.columns; i++) {
          squares += (double) row[i] * row[i];
        }
        double scale = 1 / Math.sqrt(squares);
        for (int i = 0; i < weights.columns; i++) {
          row[i] = (float) (row[i] * scale);
        }
        bias[unit] = (float) (bias[unit] * scale);
        weights.writeRow(unit, row);
      }
      biases.writeRow(0, bias);
    }
  }
}
