package minitaur.controller.learn.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.random.RandomStream;

/**
 * Weights and biases of a network with two hidden layers, contiguous in one memory, so that an
 * optimizer or a moving average processes all of them in one loop. Gradients use the same class.
 *
 * <p>{@code y = W3 relu(W2 relu(W1 x + b1) + b2) + b3}; weights are {@code [outputs x inputs]} in
 * row-major order.
 */
public final class TwoHiddenLayerParameters implements TrainingState {
  /** Number of inputs. */
  public final int inputs;

  /** Units of each hidden layer. */
  public final int hiddenUnits;

  /** Number of outputs. */
  public final int outputs;

  /** All parameters in the order w1, b1, w2, b2, w3, b3. */
  public final FloatMemory memory;

  /** {@code [hiddenUnits x inputs]}. */
  public final Matrix w1;

  /** {@code [1 x hiddenUnits]}. */
  public final Matrix b1;

  /** {@code [hiddenUnits x hiddenUnits]}. */
  public final Matrix w2;

  /** {@code [1 x hiddenUnits]}. */
  public final Matrix b2;

  /** {@code [outputs x hiddenUnits]}. */
  public final Matrix w3;

  /** {@code [1 x outputs]}. */
  public final Matrix b3;

  /** Creates parameters that are all zero. */
  public TwoHiddenLayerParameters(MatrixBackend backend, int inputs, int hiddenUnits, int outputs) {
    this.inputs = inputs;
    this.hiddenUnits = hiddenUnits;
    this.outputs = outputs;
    int startOfB1 = hiddenUnits * inputs;
    int startOfW2 = startOfB1 + hiddenUnits;
    int startOfB2 = startOfW2 + hiddenUnits * hiddenUnits;
    int startOfW3 = startOfB2 + hiddenUnits;
    int startOfB3 = startOfW3 + outputs * hiddenUnits;
    memory = backend.allocate(startOfB3 + outputs);
    w1 = memory.matrix(0, hiddenUnits, inputs);
    b1 = memory.matrix(startOfB1, 1, hiddenUnits);
    w2 = memory.matrix(startOfW2, hiddenUnits, hiddenUnits);
    b2 = memory.matrix(startOfB2, 1, hiddenUnits);
    w3 = memory.matrix(startOfW3, outputs, hiddenUnits);
    b3 = memory.matrix(startOfB3, 1, outputs);
  }

  /**
   * Draws weights and biases of each layer uniformly with bound 1 / sqrt(inputs of the layer), as
   * PyTorch does by default.
   */
  public void randomize(RandomStream random) {
    drawUniform(w1, inputs, random);
    drawUniform(b1, inputs, random);
    drawUniform(w2, hiddenUnits, random);
    drawUniform(b2, hiddenUnits, random);
    drawUniform(w3, hiddenUnits, random);
    drawUniform(b3, hiddenUnits, random);
  }

  private static void drawUniform(Matrix matrix, int fanIn, RandomStream random) {
    double bound = 1 / Math.sqrt(fanIn);
    float[] values = new float[matrix.rows * matrix.columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextUniform(-bound, bound);
    }
    matrix.write(values);
  }

  /** All parameters in a new array, in the order of the memory. */
  public float[] toArray() {
    float[] values = new float[memory.length()];
    memory.read(0, values, 0, values.length);
    return values;
  }

  /** Sets all parameters from an array in the order of the memory. */
  public void set(float[] values) {
    if (values.length != memory.length()) {
      throw new IllegalArgumentException(
          values.length + " numbers for a network of " + memory.length() + " parameters");
    }
    memory.write(0, values, 0, values.length);
  }

  /** Copies all parameters from {@code other}, which has the same shape. */
  public void set(TwoHiddenLayerParameters other) {
    set(other.toArray());
  }

  @Override
  public boolean isFinite() {
    // Zero times a finite number is zero; zero times NaN or Inf is NaN.
    double sum = 0;
    for (float value : toArray()) {
      sum += value * 0f;
    }
    return sum == 0;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    FloatArrays.write(toArray(), out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    float[] values = new float[memory.length()];
    FloatArrays.read(values, in);
    set(values);
  }
}
