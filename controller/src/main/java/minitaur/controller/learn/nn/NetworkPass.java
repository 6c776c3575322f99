package minitaur.controller.learn.nn;

import java.util.Arrays;

/**
 * One batch on its way through a network, and its gradient on the way back. Several passes may
 * share parameters, and those that take turns a workspace: what {@link #forward} left there must
 * still stand when the gradient comes back.
 */
public final class NetworkPass {
  /**
   * Lifts every normal activation above zero to at least 1, so that a minimum with 1 is the
   * rectifier's derivative.
   */
  private static final float LIFT = 0x1.0p126f;

  private final NetworkParameters parameters;
  private final NetworkWorkspace workspace;
  private final Matrix input;
  private final Matrix outputMatrix;
  private final Matrix outputGradientMatrix;
  private final float[] outputBias;

  /** {@code [batch x outputs]}, set by {@link #forward}. */
  public final float[] output;

  /**
   * {@code [batch x outputs]} derivative of the loss by the output, set by the owner before {@link
   * #backwardUpper}.
   */
  public final float[] outputGradient;

  /**
   * Makes a pass for as many rows as the input has.
   *
   * @param parameters Not modified, not copied.
   * @param input {@code [batch x inputs]}, not copied. Not modified.
   * @param workspace for the same batch and as many hidden units, used during the methods of this
   *     class
   */
  public NetworkPass(
      MatrixBackend backend,
      NetworkParameters parameters,
      Matrix input,
      NetworkWorkspace workspace) {
    if (input.columns != parameters.inputs) {
      throw new IllegalArgumentException(
          input.columns + " input columns for a network of " + parameters.inputs + " inputs");
    }
    this.parameters = parameters;
    this.workspace = workspace;
    this.input = input;
    outputMatrix = backend.matrix(input.rows, parameters.outputs);
    outputGradientMatrix = backend.matrix(input.rows, parameters.outputs);
    outputBias = new float[parameters.outputs];
    output = new float[input.rows * parameters.outputs];
    outputGradient = new float[input.rows * parameters.outputs];
  }

  /** Computes {@link #output} from the input. */
  public void forward() {
    workspace.hidden1.setProduct(input, false, parameters.w1, true);
    addBiasAndRectify(workspace.hidden1, parameters.b1);
    workspace.hidden2.setProduct(workspace.hidden1, false, parameters.w2, true);
    addBiasAndRectify(workspace.hidden2, parameters.b2);
    outputMatrix.setProduct(workspace.hidden2, false, parameters.w3, true);
    outputMatrix.read(output);
    parameters.b3.read(outputBias);
    for (int start = 0; start < output.length; start += outputBias.length) {
      for (int i = 0; i < outputBias.length; i++) {
        output[start + i] += outputBias[i];
      }
    }
  }

  /**
   * Carries {@link #outputGradient} back to the second hidden layer, once after each {@link
   * #forward}; the rest of the way is {@link #backwardMiddle} and {@link #backwardLower}, which two
   * threads may go at the same time.
   *
   * @param gradient w3 and b3. Modified.
   */
  public void backwardUpper(NetworkParameters gradient) {
    outputGradientMatrix.write(outputGradient);
    gradient.w3.setProduct(outputGradientMatrix, true, workspace.hidden2, false);
    Arrays.fill(outputBias, 0);
    addRows(outputGradient, outputBias);
    gradient.b3.write(outputBias);
    workspace.hidden2Gradient.setProduct(outputGradientMatrix, false, parameters.w3, false);
    multiplyByRectifierDerivative(
        workspace.hidden2Gradient, workspace.hidden2, workspace.hidden2GradientSum);
  }

  /**
   * After {@link #backwardUpper}: the gradient of the layer between the hidden ones.
   *
   * @param gradient w2 and b2. Modified.
   */
  public void backwardMiddle(NetworkParameters gradient) {
    gradient.w2.setProduct(workspace.hidden2Gradient, true, workspace.hidden1, false);
    gradient.b2.write(workspace.hidden2GradientSum);
  }

  /**
   * After {@link #backwardUpper}: the gradient of the lowest layer.
   *
   * @param gradient w1 and b1. Modified.
   */
  public void backwardLower(NetworkParameters gradient) {
    workspace.hidden1Gradient.setProduct(workspace.hidden2Gradient, false, parameters.w2, false);
    multiplyByRectifierDerivative(
        workspace.hidden1Gradient, workspace.hidden1, workspace.hidden1GradientSum);
    gradient.w1.setProduct(workspace.hidden1Gradient, true, input, false);
    gradient.b1.write(workspace.hidden1GradientSum);
  }

  /**
   * Computes the gradient of the last {@link #forward} with respect to some of the inputs, for some
   * of the batch's rows: no other is touched, and so the less there are the faster.
   *
   * @param batchRows which rows of the batch. Not modified.
   * @param count how many of them, from the start of {@code batchRows}
   * @param gradient {@code [batch x outputs]} derivative of the loss by the output; row k is that
   *     of {@code batchRows[k]}. Not modified.
   * @param w1Window the columns of the parameters' w1 that belong to those inputs. Not modified.
   * @param inputGradient {@code [batch x those inputs]}; row k is set to that of {@code
   *     batchRows[k]}. Modified.
   */
  public void backwardToInput(
      int[] batchRows, int count, float[] gradient, Matrix w1Window, Matrix inputGradient) {
    outputGradientMatrix.write(gradient);
    workspace.hidden2Gradient.setRowsProduct(count, outputGradientMatrix, parameters.w3);
    multiplyByRectifierDerivative(workspace.hidden2Gradient, workspace.hidden2, batchRows, count);
    workspace.hidden1Gradient.setRowsProduct(count, workspace.hidden2Gradient, parameters.w2);
    multiplyByRectifierDerivative(workspace.hidden1Gradient, workspace.hidden1, batchRows, count);
    inputGradient.setRowsProduct(count, workspace.hidden1Gradient, w1Window);
  }

  private void multiplyByRectifierDerivative(
      Matrix gradient, Matrix activation, int[] batchRows, int count) {
    for (int row = 0; row < count; row += NetworkWorkspace.BLOCK_ROWS) {
      int rows = Math.min(NetworkWorkspace.BLOCK_ROWS, count - row);
      gradient.readRows(row, rows, workspace.block);
      for (int k = 0; k < rows; k++) {
        activation.readRow(batchRows[row + k], workspace.other, k * activation.columns);
      }
      multiplyByRectifierDerivative(workspace.block, workspace.other);
      gradient.writeRows(row, rows, workspace.block);
    }
  }

  private void addBiasAndRectify(Matrix matrix, Matrix bias) {
    bias.read(workspace.bias);
    for (int row = 0; row < NetworkWorkspace.BLOCK_ROWS; row++) {
      System.arraycopy(workspace.bias, 0, workspace.other, row * matrix.columns, matrix.columns);
    }
    for (int row = 0; row < matrix.rows; row += NetworkWorkspace.BLOCK_ROWS) {
      int rows = Math.min(NetworkWorkspace.BLOCK_ROWS, matrix.rows - row);
      matrix.readRows(row, rows, workspace.block);
      addAndRectify(workspace.block, workspace.other);
      matrix.writeRows(row, rows, workspace.block);
    }
  }

  /** Adds each of some rows, one after the other in {@code rows}, to {@code sum}. */
  private static void addRows(float[] rows, float[] sum) {
    for (int start = 0; start < rows.length; start += sum.length) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += rows[start + i];
      }
    }
  }

  private static void addAndRectify(float[] x, float[] bias) {
    for (int i = 0; i < x.length; i++) {
      // The same bits as a maximum with 0, whose rules for NaN and -0 cost several instructions.
      float sum = x[i] + bias[i];
      x[i] = 0.5f * (sum + Math.abs(sum));
    }
  }

  /**
   * Multiplies by 1 where the activation is above zero, by 0 elsewhere.
   *
   * @param gradient {@code [batch x hiddenUnits]}. Modified.
   * @param activation {@code [batch x hiddenUnits]}. Not modified.
   * @param sum {@code [hiddenUnits]} sum of the product's rows. Modified.
   */
  private void multiplyByRectifierDerivative(Matrix gradient, Matrix activation, float[] sum) {
    Arrays.fill(workspace.blockSum, 0);
    for (int row = 0; row < gradient.rows; row += NetworkWorkspace.BLOCK_ROWS) {
      int rows = Math.min(NetworkWorkspace.BLOCK_ROWS, gradient.rows - row);
      if (rows < NetworkWorkspace.BLOCK_ROWS) {
        Arrays.fill(workspace.block, 0);
      }
      gradient.readRows(row, rows, workspace.block);
      activation.readRows(row, rows, workspace.other);
      multiplyByRectifierDerivative(workspace.block, workspace.other, workspace.blockSum);
      gradient.writeRows(row, rows, workspace.block);
    }
    Arrays.fill(sum, 0);
    addRows(workspace.blockSum, sum);
  }

  private static void multiplyByRectifierDerivative(float[] gradient, float[] h) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= Math.min(h[i] * LIFT, 1f);
    }
  }

  private static void multiplyByRectifierDerivative(float[] gradient, float[] h, float[] sum) {
    for (int i = 0; i < gradient.length; i++) {
      float product = gradient[i] * Math.min(h[i] * LIFT, 1f);
      gradient[i] = product;
      sum[i] += product;
    }
  }
}
