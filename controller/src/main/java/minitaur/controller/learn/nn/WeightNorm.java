package minitaur.controller.learn.nn;

/**
 * Projects the hidden layers onto the sphere after an optimizer step (Palenicek et al. 2025, arXiv
 * 2502.07523, section 4): {@code (w_j, b_j) <- (w_j, b_j) / |(w_j, b_j)|} for each unit j, with w_j
 * the row of its weights. Behind a normalization the network's outputs stay the same; only the
 * effective learning rate changes.
 */
public final class WeightNorm {
  private final LayerParameters parameters;
  private final float[] row;
  private final float[] bias;

  /** For these parameters, which {@link #project} modifies. */
  public WeightNorm(LayerParameters parameters) {
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

  /** Gives each hidden unit's weights and bias the norm 1. */
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
