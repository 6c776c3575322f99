package minitaur.controller.learn.nn;

/**
 * Intermediate matrices of a network's forward and backward pass. Passes that do not overlap share
 * one workspace, so that the data of a gradient step stays in the CPU cache.
 */
public final class TwoHiddenLayerWorkspace {
  /**
   * Number of rows that a loop processes at a time: large enough for vectorization to pay off,
   * small enough for the L1 cache.
   */
  static final int BLOCK_ROWS = 8;

  /** {@code [batch x hiddenUnits]} activations of the first hidden layer. */
  final Matrix hidden1;

  /** {@code [batch x hiddenUnits]} activations of the second hidden layer. */
  final Matrix hidden2;

  /**
   * {@code [batch x hiddenUnits]} derivative of the loss with respect to the second hidden layer
   * before its ReLU.
   */
  final Matrix hidden2Gradient;

  /**
   * {@code [batch x hiddenUnits]} derivative of the loss with respect to the first hidden layer
   * before its ReLU. It shares the memory of {@link #hidden2}, which is no longer needed at that
   * point.
   */
  final Matrix hidden1Gradient;

  /** {@code [hiddenUnits]} sum of {@link #hidden1Gradient}'s rows. */
  final float[] hidden1GradientSum;

  /** {@code [hiddenUnits]} sum of {@link #hidden2Gradient}'s rows. */
  final float[] hidden2GradientSum;

  /** {@code [hiddenUnits]} bias of the current layer. */
  final float[] bias;

  /** {@code [BLOCK_ROWS x hiddenUnits]} the rows being processed. */
  final float[] block;

  /**
   * {@code [BLOCK_ROWS x hiddenUnits]} the other operand of operations on {@link #block}: biases or
   * activations.
   */
  final float[] operand;

  /** {@code [BLOCK_ROWS x hiddenUnits]} sums over blocks. */
  final float[] blockSum;

  /** Allocates a workspace for batches of {@code batch} rows. */
  public TwoHiddenLayerWorkspace(MatrixBackend backend, int batch, int hiddenUnits) {
    hidden1 = backend.matrix(batch, hiddenUnits);
    hidden2 = backend.matrix(batch, hiddenUnits);
    hidden2Gradient = backend.matrix(batch, hiddenUnits);
    hidden1Gradient = hidden2;
    hidden1GradientSum = new float[hiddenUnits];
    hidden2GradientSum = new float[hiddenUnits];
    bias = new float[hiddenUnits];
    block = new float[BLOCK_ROWS * hiddenUnits];
    operand = new float[BLOCK_ROWS * hiddenUnits];
    blockSum = new float[BLOCK_ROWS * hiddenUnits];
  }
}
