package minitaur.controller.learn.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a batch through a network. Several passes may share parameters.
 * Allocates nothing after construction.
 */
public final class MlpPass {
  private final MlpParameters parameters;
  private final Matrix input;
  private final PassMemory memory;
  private final Matrix[] products;
  private final Matrix[] gradients;

  /** The batch normalization of each dense layer's input; empty without batch normalization. */
  private final BatchNorm[] norms;

  /** Each dense layer's input after its batch normalization; empty without batch normalization. */
  private final Matrix[] normalized;

  /** The derivative of the loss with respect to the batch-normalized input of the network. */
  private final @Nullable Matrix normalizedGradient;

  private final RowStage[][] stages;
  private final float[][] blocks;

  /** Hidden layers that oneDNN computes instead of {@link #stages}; null elsewhere. */
  private final @Nullable OneDnnLayer[] compiled;

  private final DropoutStage[] dropouts;

  /** {@code [batch x outputs]}, set by {@link #forward}. */
  public final float[] output;

  /**
   * {@code [batch x outputs]} derivative of the loss with respect to the output, set by the owner
   * before a backward pass.
   */
  public final float[] outputGradient;

  /** Options of normalization and dropout in the hidden layers. */
  public record Options(double layerNormEpsilon, double dropoutRate, BatchNormMode batchNorm) {
    /** Neither normalization nor dropout. */
    public static final Options PLAIN = new Options(0, 0);

    /** Options without batch normalization in training. */
    public Options(double layerNormEpsilon, double dropoutRate) {
      this(layerNormEpsilon, dropoutRate, BatchNormMode.RUNNING);
    }

    /** Options with batch normalization only. */
    public static Options of(BatchNormMode batchNorm) {
      return new Options(0, 0, batchNorm);
    }
  }

  /**
   * Creates a pass with its own memory, whose batch size is the number of rows of the input.
   *
   * @param parameters Not modified, not copied.
   * @param input {@code [batch x inputs]}, not copied. Not modified.
   */
  public MlpPass(MatrixBackend backend, MlpParameters parameters, Matrix input, Options options) {
    this(new PassMemory(backend, parameters.shape, input.rows), parameters, input, options);
  }

  /**
   * Creates a pass in memory that it may share with others. They must not run concurrently, and a
   * forward pass of one makes a backward pass of another fail.
   *
   * @param parameters Not modified, not copied.
   * @param input {@code [batch x inputs]}, not copied. Not modified.
   */
  public MlpPass(PassMemory memory, MlpParameters parameters, Matrix input, Options options) {
    NetworkShape shape = parameters.shape;
    if (input.columns != shape.inputs()) {
      throw new IllegalArgumentException(
          input.columns + " input columns for a network of " + shape.inputs() + " inputs");
    }
    if (!shape.equals(memory.shape) || input.rows != memory.rows) {
      throw new IllegalArgumentException(
          "a batch of %d through %s in memory for %d through %s"
              .formatted(input.rows, shape, memory.rows, memory.shape));
    }
    this.parameters = parameters;
    this.input = input;
    this.memory = memory;
    products = memory.products;
    gradients = memory.gradients;
    MatrixBackend backend = memory.backend;
    int rows = input.rows;
    int layers = shape.layers();
    stages = new RowStage[layers][];
    boolean batchNorm = shape.hiddenLayer() == NetworkShape.HiddenLayer.BATCH_NORM;
    norms = new BatchNorm[batchNorm ? layers : 0];
    normalized = new Matrix[norms.length];
    for (int layer = 0; layer < norms.length; layer++) {
      norms[layer] = new BatchNorm(parameters, layer, rows, options.batchNorm());
      normalized[layer] = backend.matrix(rows, shape.layerInputs(layer));
    }
    blocks = new float[layers][];
    compiled = new OneDnnLayer[layers];
    boolean isCompiled = backend == MatrixBackend.ONEDNN && OneDnnLayer.isFast(shape.hiddenLayer());
    for (int layer = 0; layer < layers; layer++) {
      if (isCompiled && layer < layers - 1) {
        stages[layer] = new RowStage[0];
        blocks[layer] = new float[0];
        compiled[layer] =
            new OneDnnLayer(
                parameters, layer, layerInput(layer), memory, options.layerNormEpsilon());
      } else {
        stages[layer] = stages(layer, rows, options);
        blocks[layer] = new float[RowStage.ROWS * shape.layerOutputs(layer)];
      }
    }
    useScratch();
    dropouts =
        Arrays.stream(stages)
            .flatMap(Arrays::stream)
            .filter(DropoutStage.class::isInstance)
            .toArray(DropoutStage[]::new);
    normalizedGradient = batchNorm ? backend.matrix(rows, shape.inputs()) : null;
    output = new float[rows * shape.outputs()];
    outputGradient = new float[rows * shape.outputs()];
  }

  private void useScratch() {
    List<OneDnnLayer> layers = Arrays.stream(compiled).filter(Objects::nonNull).toList();
    int length = layers.stream().mapToInt(OneDnnLayer::scratchLength).max().orElse(0);
    layers.forEach(each -> each.useScratch(memory.scratch(length)));
  }

  private RowStage[] stages(int layer, int rows, Options options) {
    NetworkShape shape = parameters.shape;
    List<RowStage> list = new ArrayList<>();
    list.add(new BiasStage(parameters, layer));
    if (layer < shape.hidden().size()) {
      int units = shape.layerOutputs(layer);
      if (shape.hiddenLayer() == NetworkShape.HiddenLayer.DROPOUT_LAYER_NORM) {
        list.add(new DropoutStage(rows, units, options.dropoutRate()));
      }
      if (shape.hiddenLayer().hasLayerNorm()) {
        list.add(new LayerNormStage(parameters, layer, rows, options.layerNormEpsilon()));
      }
      list.add(
          shape.hiddenLayer() == NetworkShape.HiddenLayer.TANH
              ? new TanhStage(rows, units)
              : new ReluStage(rows, units));
    }
    return list.toArray(RowStage[]::new);
  }

  /** Draws new dropout masks. */
  public void drawDropout(RandomStream random) {
    for (DropoutStage dropout : dropouts) {
      dropout.draw(random);
    }
  }

  /**
   * Sets the dropout mask of a hidden layer.
   *
   * @param layer index of the hidden layer, from 0
   * @param keep {@code [batch x units]} whether each value is kept. Not modified.
   */
  public void setDropout(int layer, boolean[] keep) {
    dropouts[layer].set(keep);
  }

  /** Computes {@link #output} from the input. */
  public void forward() {
    memory.claim(this);
    for (int layer = 0; layer < products.length; layer++) {
      if (norms.length > 0) {
        norms[layer].forward(layer == 0 ? input : products[layer - 1], normalized[layer]);
      }
      OneDnnLayer compiledLayer = compiled[layer];
      if (compiledLayer != null) {
        compiledLayer.forward();
      } else {
        products[layer].setProduct(layerInput(layer), false, parameters.weights.get(layer), true);
        applyForward(layer);
      }
    }
    products[products.length - 1].read(output);
  }

  private Matrix layerInput(int layer) {
    if (norms.length > 0) {
      return normalized[layer];
    }
    return layer == 0 ? input : products[layer - 1];
  }

  private void applyForward(int layer) {
    RowStage[] chain = stages[layer];
    for (RowStage stage : chain) {
      stage.beginForward();
    }
    Matrix product = products[layer];
    float[] block = blocks[layer];
    for (int k = 0, row = 0; row < product.rows; k++, row += RowStage.ROWS) {
      int rows = Math.min(RowStage.ROWS, product.rows - row);
      read(product, row, rows, block);
      for (RowStage stage : chain) {
        stage.forward(k, block);
      }
      product.writeRows(row, rows, block);
    }
  }

  private static void read(Matrix matrix, int row, int rows, float[] block) {
    if (rows < RowStage.ROWS) {
      Arrays.fill(block, 0);
    }
    matrix.readRows(row, rows, block);
  }

  /**
   * Computes the gradient of all parameters from {@link #outputGradient}. Called at most once after
   * each {@link #forward}.
   *
   * @param gradient Modified.
   */
  public void backward(MlpParameters gradient) {
    backwardOutput(gradient);
    for (int layer = products.length - 2; layer >= 0; layer--) {
      backwardWeights(layer, gradient);
      if (layer > 0) {
        backwardInput(layer, gradient);
      }
    }
  }

  /**
   * First part of {@link #backward}: backpropagates through the output layer and the last hidden
   * layer up to its product. Afterwards, for each hidden layer starting with the last, {@link
   * #backwardWeights} and {@link #backwardInput} may run concurrently.
   *
   * @param gradient gradient of the parameters. Modified. Null if only the gradient of the inputs
   *     is needed.
   */
  public void backwardOutput(@Nullable MlpParameters gradient) {
    memory.requireOwner(this);
    int last = products.length - 1;
    gradients[last].write(outputGradient);
    applyBackward(last, gradient);
    if (gradient != null) {
      backwardWeights(last, gradient);
    }
    if (last > 0) {
      backwardInput(last, gradient);
    }
  }

  /**
   * Computes the gradient of a layer's weights after the layers above it are done; for layer 0 also
   * the gradient of the input's normalization.
   */
  public void backwardWeights(int layer, MlpParameters gradient) {
    gradient.weights.get(layer).setProduct(gradients[layer], true, layerInput(layer), false);
    if (layer == 0 && normalizedGradient != null) {
      normalizedGradient.setProduct(gradients[0], false, parameters.weights.get(0), false);
      norms[0].backward(normalizedGradient, 0, gradient);
    }
  }

  /**
   * Backpropagates the gradient from a layer's product to the product of the layer below.
   *
   * @param layer at least 1
   * @param gradient gradient of the parameters of the layer below, except its weights. Modified.
   *     Null if only the gradient of the inputs is needed.
   */
  public void backwardInput(int layer, @Nullable MlpParameters gradient) {
    gradients[layer - 1].setProduct(gradients[layer], false, parameters.weights.get(layer), false);
    if (norms.length > 0) {
      norms[layer].backward(gradients[layer - 1], 0, gradient);
    }
    applyBackward(layer - 1, gradient);
  }

  private void applyBackward(int layer, @Nullable MlpParameters gradient) {
    OneDnnLayer compiledLayer = compiled[layer];
    if (compiledLayer != null) {
      compiledLayer.backward(gradient);
      return;
    }
    RowStage[] chain = stages[layer];
    for (RowStage stage : chain) {
      stage.beginBackward();
    }
    Matrix matrix = gradients[layer];
    float[] block = blocks[layer];
    for (int k = 0, row = 0; row < matrix.rows; k++, row += RowStage.ROWS) {
      int rows = Math.min(RowStage.ROWS, matrix.rows - row);
      read(matrix, row, rows, block);
      for (int i = chain.length - 1; i >= 0; i--) {
        chain[i].backward(k, block);
      }
      matrix.writeRows(row, rows, block);
    }
    if (gradient != null) {
      for (RowStage stage : chain) {
        stage.endBackward(gradient);
      }
    }
  }

  /**
   * Computes the derivative of the loss with respect to some of the inputs from {@link
   * #outputGradient}, without gradients of parameters.
   *
   * @param weightWindow columns of the first layer's weights that belong to those inputs. Not
   *     modified.
   * @param inputGradient {@code [batch x those inputs]}. Modified.
   */
  public void backwardToInput(Matrix weightWindow, Matrix inputGradient) {
    backwardOutput(null);
    for (int layer = products.length - 2; layer > 0; layer--) {
      backwardInput(layer, null);
    }
    inputGradient.setProduct(gradients[0], false, weightWindow, false);
    if (norms.length > 0) {
      int first = weightWindow.offset - parameters.weights.get(0).offset;
      norms[0].backward(inputGradient, first, null);
    }
  }
}
