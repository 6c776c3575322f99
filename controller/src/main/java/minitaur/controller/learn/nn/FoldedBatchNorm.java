package minitaur.controller.learn.nn;

/**
 * Folds batch normalization into the weights of a plain network, which computes the same outputs as
 * the normalizing network with its running statistics. For the normalization before a dense layer:
 *
 * <pre>
 *   s = gain / sqrt(V + e),   W' = W diag(s),   b' = b + W (offset - m s)
 * </pre>
 */
public final class FoldedBatchNorm {
  private final MlpParameters parameters;
  private final float[] weights;
  private final float[] bias;
  private final float[] gain;
  private final float[] offset;

  /** Creates an instance for the given parameters, which are not copied. */
  public FoldedBatchNorm(MlpParameters parameters) {
    this.parameters = parameters;
    NetworkShape shape = parameters.shape;
    int inputs = 0;
    int outputs = 0;
    int maxWeights = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      inputs = Math.max(inputs, shape.layerInputs(layer));
      outputs = Math.max(outputs, shape.layerOutputs(layer));
      maxWeights = Math.max(maxWeights, shape.layerInputs(layer) * shape.layerOutputs(layer));
    }
    weights = new float[maxWeights];
    bias = new float[outputs];
    gain = new float[inputs];
    offset = new float[inputs];
  }

  /**
   * Copies the folded weights {@code [outputs x inputs]} and biases of each layer, layer by layer.
   *
   * @param values Modified.
   */
  public void copyTo(float[] values) {
    int start = 0;
    for (int layer = 0; layer < parameters.shape.layers(); layer++) {
      Matrix matrix = parameters.weights.get(layer);
      matrix.read(weights);
      parameters.biases.get(layer).read(bias);
      parameters.gains.get(layer).read(gain);
      parameters.offsets.get(layer).read(offset);
      RunningStatistics statistics = parameters.statistics.get(layer);
      int biases = start + matrix.rows * matrix.columns;
      for (int unit = 0; unit < matrix.rows; unit++) {
        double sum = bias[unit];
        for (int i = 0; i < matrix.columns; i++) {
          double scale = gain[i] / Math.sqrt(statistics.variance[i] + BatchNorm.EPSILON);
          double weight = weights[unit * matrix.columns + i];
          values[start + unit * matrix.columns + i] = (float) (weight * scale);
          sum += weight * (offset[i] - statistics.mean[i] * scale);
        }
        values[biases + unit] = (float) sum;
      }
      start = biases + matrix.rows;
    }
  }
}
