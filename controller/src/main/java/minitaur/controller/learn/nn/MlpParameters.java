package minitaur.controller.learn.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import minitaur.hal.random.RandomStream;

/**
 * The trained parameters of a network in one contiguous memory block, so that an optimizer or a
 * moving average processes all of them in one loop. Gradients use the same class.
 *
 * <p>Order: weights {@code [outputs x inputs]} in row-major order and biases of each dense layer,
 * then gain and offset of each normalization.
 */
public final class MlpParameters implements TrainingState {
  /** Sizes of the network. */
  public final NetworkShape shape;

  /** All parameters. */
  public final FloatMemory memory;

  /** {@code [outputs x inputs]} weights of each dense layer. */
  public final List<Matrix> weights;

  /** {@code [1 x outputs]} biases of each dense layer. */
  public final List<Matrix> biases;

  /** {@code [1 x units]} gain of each normalization. */
  public final List<Matrix> gains;

  /** {@code [1 x units]} offset of each normalization. */
  public final List<Matrix> offsets;

  /** Running statistics of each batch normalization, not part of {@link #memory}. */
  public final List<RunningStatistics> statistics;

  /** Creates parameters with weights, biases and offsets of zero and gains of one. */
  public MlpParameters(MatrixBackend backend, NetworkShape shape) {
    this.shape = shape;
    int length = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      length += (shape.layerInputs(layer) + 1) * shape.layerOutputs(layer);
    }
    for (int norm = 0; norm < shape.norms(); norm++) {
      length += 2 * shape.normUnits(norm);
    }
    memory = backend.allocate(length);
    Matrix[] w = new Matrix[shape.layers()];
    Matrix[] b = new Matrix[shape.layers()];
    Matrix[] gain = new Matrix[shape.norms()];
    Matrix[] offset = new Matrix[shape.norms()];
    int start = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      int inputs = shape.layerInputs(layer);
      int outputs = shape.layerOutputs(layer);
      w[layer] = memory.matrix(start, outputs, inputs);
      b[layer] = memory.matrix(start + outputs * inputs, 1, outputs);
      start += outputs * (inputs + 1);
    }
    for (int norm = 0; norm < shape.norms(); norm++) {
      int units = shape.normUnits(norm);
      gain[norm] = memory.matrix(start, 1, units);
      offset[norm] = memory.matrix(start + units, 1, units);
      start += 2 * units;
      float[] ones = new float[units];
      Arrays.fill(ones, 1);
      gain[norm].write(ones);
    }
    weights = List.of(w);
    biases = List.of(b);
    gains = List.of(gain);
    offsets = List.of(offset);
    statistics =
        shape.hiddenLayer() == NetworkShape.HiddenLayer.BATCH_NORM
            ? IntStream.range(0, shape.norms())
                .mapToObj(norm -> new RunningStatistics(shape.normUnits(norm)))
                .toList()
            : List.of();
  }

  /**
   * Draws the weights of a layer uniformly from [-bound, bound].
   *
   * @param layer index of the dense layer, from 0
   */
  public void initWeights(int layer, double bound, RandomStream random) {
    draw(weights.get(layer), bound, random);
  }

  private static void draw(Matrix matrix, double bound, RandomStream random) {
    float[] values = new float[matrix.rows * matrix.columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextUniform(-bound, bound);
    }
    matrix.write(values);
  }

  /**
   * Draws weights and biases of each layer uniformly with bound {@code 1 / sqrt(inputs)}, as
   * PyTorch does by default.
   */
  public MlpParameters initWithBiases(RandomStream random) {
    for (int layer = 0; layer < weights.size(); layer++) {
      double bound = 1 / Math.sqrt(weights.get(layer).columns);
      draw(weights.get(layer), bound, random);
      draw(biases.get(layer), bound, random);
    }
    return this;
  }

  /** Draws the weights of each layer uniformly with bound {@code 1 / sqrt(inputs)}. */
  public MlpParameters initByFanIn(RandomStream random) {
    for (int layer = 0; layer < weights.size(); layer++) {
      initWeights(layer, 1 / Math.sqrt(weights.get(layer).columns), random);
    }
    return this;
  }

  /**
   * Draws the weights of each hidden layer uniformly with bound {@code sqrt(3 / inputs)}, and those
   * of the output layer with bound {@code 1 / sqrt(inputs)}.
   */
  public MlpParameters initHiddenByFanIn(RandomStream random) {
    int last = weights.size() - 1;
    for (int layer = 0; layer <= last; layer++) {
      double fanIn = weights.get(layer).columns;
      initWeights(layer, Math.sqrt((layer < last ? 3 : 1) / fanIn), random);
    }
    return this;
  }

  /** All parameters in a new array, in the order of the memory. */
  public float[] toArray() {
    float[] values = new float[memory.length()];
    memory.read(0, values, 0, values.length);
    return values;
  }

  /** Copies all parameters and statistics from {@code other}, which has the same shape. */
  public void set(MlpParameters other) {
    memory.write(0, other.toArray(), 0, memory.length());
    for (int i = 0; i < statistics.size(); i++) {
      statistics.get(i).set(other.statistics.get(i));
    }
  }

  @Override
  public boolean isFinite() {
    // Zero times a finite number is zero; zero times NaN or Inf is NaN.
    double sum = 0;
    for (float value : toArray()) {
      sum += value * 0f;
    }
    return sum == 0 && statistics.stream().allMatch(RunningStatistics::isFinite);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    FloatArrays.write(toArray(), out);
    for (RunningStatistics each : statistics) {
      each.save(out);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    float[] values = new float[memory.length()];
    FloatArrays.read(values, in);
    memory.write(0, values, 0, values.length);
    for (RunningStatistics each : statistics) {
      each.restore(in);
    }
  }
}
