package minitaur.controller.learn.nn;

import java.util.Arrays;

/**
 * Forward and backward pass of a batch through a network with two hidden layers with ReLU, in the
 * order of operations that keeps the bits of the paper's learner. Several passes may share
 * parameters. Passes that do not overlap may share a workspace: the results of {@link #forward}
 * must remain there until the backward pass is done.
 */
public final class TwoHiddenLayerPass {
  /**
   * Scales every positive normal activation to at least 1, so that the minimum of the product and 1
   * is the derivative of ReLU.
   */
  private static final float RELU_DERIVATIVE_SCALE = 0x1.0p126f;

  private final MlpParameters parameters;
  private final TwoHiddenLayerWorkspace workspace;
  private final Matrix input;
  private final Matrix outputMatrix;
  private final Matrix outputGradientMatrix;
  private final float[] outputBias;

  /** {@code [batch x outputs]}, set by {@link #forward}. */
  public final float[] output;

  /**
   * {@code [batch x outputs]} derivative of the loss with respect to the output, set by the owner
   * before {@link #backwardOutputLayer}.
   */
  public final float[] outputGradient;

  /**
   * Creates a pass whose batch size is the number of rows of the input.
   *
   * @param parameters Not modified, not copied.
   * @param input {@code [batch x inputs]}, not copied. Not modified.
   * @param workspace workspace for the same batch size and number of hidden units, used by the
   *     methods of this class
   */
  public TwoHiddenLayerPass(
      MatrixBackend backend,
      MlpParameters parameters,
      Matrix input,
      TwoHiddenLayerWorkspace workspace) {
    NetworkShape shape = parameters.shape;
    if (input.columns != shape.inputs()) {
      throw new IllegalArgumentException(
          input.columns + " input columns for a network of " + shape.inputs() + " inputs");
    }
    this.parameters = parameters;
    this.workspace = workspace;
    this.input = input;
    outputMatrix = backend.matrix(input.rows, shape.outputs());
    outputGradientMatrix = backend.matrix(input.rows, shape.outputs());
    outputBias = new float[shape.outputs()];
    output = new float[input.rows * shape.outputs()];
    outputGradient = new float[input.rows * shape.outputs()];
  }

  /** Computes {@link #output} from the input. */
  public void forward() {
    workspace.hidden1.setProduct(input, false, parameters.weights.get(0), true);
    addBiasAndApplyRelu(workspace.hidden1, parameters.biases.get(0));
    workspace.hidden2.setProduct(workspace.hidden1, false, parameters.weights.get(1), true);
    addBiasAndApplyRelu(workspace.hidden2, parameters.biases.get(1));
    outputMatrix.setProduct(workspace.hidden2, false, parameters.weights.get(2), true);
    outputMatrix.read(output);
    parameters.biases.get(2).read(outputBias);
    for (int start = 0; start < output.length; start += outputBias.length) {
      for (int i = 0; i < outputBias.length; i++) {
        output[start + i] += outputBias[i];
      }
    }
  }

  /**
   * Backpropagates {@link #outputGradient} to the second hidden layer. Called at most once after
   * each {@link #forward}. Afterwards {@link #backwardSecondLayer} and {@link #backwardFirstLayer}
   * complete the backward pass; they may run concurrently.
   *
   * @param gradient its output layer is set. Modified.
   */
  public void backwardOutputLayer(MlpParameters gradient) {
    outputGradientMatrix.write(outputGradient);
    gradient.weights.get(2).setProduct(outputGradientMatrix, true, workspace.hidden2, false);
    Arrays.fill(outputBias, 0);
    addRows(outputGradient, outputBias);
    gradient.biases.get(2).write(outputBias);
    workspace.hidden2Gradient.setProduct(
        outputGradientMatrix, false, parameters.weights.get(2), false);
    multiplyByReluDerivative(
        workspace.hidden2Gradient, workspace.hidden2, workspace.hidden2GradientSum);
  }

  /**
   * Computes the gradient of the layer between the hidden layers. Called after {@link
   * #backwardOutputLayer}.
   *
   * @param gradient its second layer is set. Modified.
   */
  public void backwardSecondLayer(MlpParameters gradient) {
    gradient.weights.get(1).setProduct(workspace.hidden2Gradient, true, workspace.hidden1, false);
    gradient.biases.get(1).write(workspace.hidden2GradientSum);
  }

  /**
   * Computes the gradient of the first layer. Called after {@link #backwardOutputLayer}.
   *
   * @param gradient its first layer is set. Modified.
   */
  public void backwardFirstLayer(MlpParameters gradient) {
    workspace.hidden1Gradient.setProduct(
        workspace.hidden2Gradient, false, parameters.weights.get(1), false);
    multiplyByReluDerivative(
        workspace.hidden1Gradient, workspace.hidden1, workspace.hidden1GradientSum);
    gradient.weights.get(0).setProduct(workspace.hidden1Gradient, true, input, false);
    gradient.biases.get(0).write(workspace.hidden1GradientSum);
  }

  /**
   * Computes the gradient of the last {@link #forward} with respect to some of the inputs, for some
   * rows of the batch. Only these rows are processed, so fewer rows take less time.
   *
   * @param batchRows indices of the rows. Not modified.
   * @param count number of rows, from the start of {@code batchRows}
   * @param gradient {@code [batch x outputs]} derivative of the loss with respect to the output;
   *     row k belongs to {@code batchRows[k]}. Not modified.
   * @param weightWindow columns of the first layer's weights that belong to those inputs. Not
   *     modified.
   * @param inputGradient {@code [batch x those inputs]}; row k is set to the gradient of {@code
   *     batchRows[k]}. Modified.
   */
  public void backwardToInput(
      int[] batchRows, int count, float[] gradient, Matrix weightWindow, Matrix inputGradient) {
    outputGradientMatrix.write(gradient);
    workspace.hidden2Gradient.setRowsProduct(
        count, outputGradientMatrix, parameters.weights.get(2));
    multiplyByReluDerivative(workspace.hidden2Gradient, workspace.hidden2, batchRows, count);
    workspace.hidden1Gradient.setRowsProduct(
        count, workspace.hidden2Gradient, parameters.weights.get(1));
    multiplyByReluDerivative(workspace.hidden1Gradient, workspace.hidden1, batchRows, count);
    inputGradient.setRowsProduct(count, workspace.hidden1Gradient, weightWindow);
  }

  private void multiplyByReluDerivative(
      Matrix gradient, Matrix activation, int[] batchRows, int count) {
    for (int row = 0; row < count; row += TwoHiddenLayerWorkspace.BLOCK_ROWS) {
      int rows = Math.min(TwoHiddenLayerWorkspace.BLOCK_ROWS, count - row);
      gradient.readRows(row, rows, workspace.block);
      for (int k = 0; k < rows; k++) {
        activation.readRow(batchRows[row + k], workspace.operand, k * activation.columns);
      }
      multiplyByReluDerivative(workspace.block, workspace.operand);
      gradient.writeRows(row, rows, workspace.block);
    }
  }

  private void addBiasAndApplyRelu(Matrix matrix, Matrix bias) {
    bias.read(workspace.bias);
    for (int row = 0; row < TwoHiddenLayerWorkspace.BLOCK_ROWS; row++) {
      System.arraycopy(workspace.bias, 0, workspace.operand, row * matrix.columns, matrix.columns);
    }
    for (int row = 0; row < matrix.rows; row += TwoHiddenLayerWorkspace.BLOCK_ROWS) {
      int rows = Math.min(TwoHiddenLayerWorkspace.BLOCK_ROWS, matrix.rows - row);
      matrix.readRows(row, rows, workspace.block);
      addBiasAndRelu(workspace.block, workspace.operand);
      matrix.writeRows(row, rows, workspace.block);
    }
  }

  /** Adds each of the contiguous {@code rows} to {@code sum}. */
  private static void addRows(float[] rows, float[] sum) {
    for (int start = 0; start < rows.length; start += sum.length) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += rows[start + i];
      }
    }
  }

  private static void addBiasAndRelu(float[] x, float[] bias) {
    for (int i = 0; i < x.length; i++) {
      // Bit-identical to Math.max(sum, 0), whose handling of NaN and -0 takes several instructions.
      float sum = x[i] + bias[i];
      x[i] = 0.5f * (sum + Math.abs(sum));
    }
  }

  /**
   * Multiplies the gradient by 1 where the activation is positive, by 0 elsewhere.
   *
   * @param gradient {@code [batch x hiddenUnits]}. Modified.
   * @param activation {@code [batch x hiddenUnits]}. Not modified.
   * @param sum {@code [hiddenUnits]} sum of the rows of the result. Modified.
   */
  private void multiplyByReluDerivative(Matrix gradient, Matrix activation, float[] sum) {
    Arrays.fill(workspace.blockSum, 0);
    for (int row = 0; row < gradient.rows; row += TwoHiddenLayerWorkspace.BLOCK_ROWS) {
      int rows = Math.min(TwoHiddenLayerWorkspace.BLOCK_ROWS, gradient.rows - row);
      if (rows < TwoHiddenLayerWorkspace.BLOCK_ROWS) {
        Arrays.fill(workspace.block, 0);
      }
      gradient.readRows(row, rows, workspace.block);
      activation.readRows(row, rows, workspace.operand);
      multiplyByReluDerivative(workspace.block, workspace.operand, workspace.blockSum);
      gradient.writeRows(row, rows, workspace.block);
    }
    Arrays.fill(sum, 0);
    addRows(workspace.blockSum, sum);
  }

  private static void multiplyByReluDerivative(float[] gradient, float[] h) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= Math.min(h[i] * RELU_DERIVATIVE_SCALE, 1f);
    }
  }

  private static void multiplyByReluDerivative(float[] gradient, float[] h, float[] sum) {
    for (int i = 0; i < gradient.length; i++) {
      float product = gradient[i] * Math.min(h[i] * RELU_DERIVATIVE_SCALE, 1f);
      gradient[i] = product;
      sum[i] += product;
    }
  }
}
