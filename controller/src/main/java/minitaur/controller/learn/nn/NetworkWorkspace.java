package minitaur.controller.learn.nn;

/**
 * The matrices between a network's input and output. Passes that take turns share one, so that a
 * gradient step's numbers stay in the processor's cache.
 */
public final class NetworkWorkspace {
  /**
   * Rows that loops take at a time: long enough to be worth a vectorised loop, short enough for the
   * L1 cache.
   */
  static final int BLOCK_ROWS = 8;

  /** {@code [batch x hiddenUnits]} activations of the first hidden layer. */
  final Matrix hidden1;

  /** {@code [batch x hiddenUnits]} activations of the second hidden layer. */
  final Matrix hidden2;

  /**
   * {@code [batch x hiddenUnits]} derivative of the loss by the second hidden layer before its
   * rectifier.
   */
  final Matrix hidden2Gradient;

  /**
   * {@code [batch x hiddenUnits]} derivative of the loss by the first hidden layer before its
   * rectifier. It takes the place of {@link #hidden2}, which nothing needs any more by then.
   */
  final Matrix hidden1Gradient;

  /** {@code [hiddenUnits]} sum of {@link #hidden1Gradient}'s rows. */
  final float[] hidden1GradientSum;

  /** {@code [hiddenUnits]} sum of {@link #hidden2Gradient}'s rows. */
  final float[] hidden2GradientSum;

  /** {@code [hiddenUnits]} a bias. */
  final float[] bias;

  /** {@code [BLOCK_ROWS x hiddenUnits]} some rows in work. */
  final float[] block;

  /**
   * {@code [BLOCK_ROWS x hiddenUnits]} what is combined with {@link #block}: biases or activations.
   */
  final float[] other;

  /** {@code [BLOCK_ROWS x hiddenUnits]} sums over blocks. */
  final float[] blockSum;

  /** Allocates for batches of {@code batch} rows. */
  public NetworkWorkspace(MatrixBackend backend, int batch, int hiddenUnits) {
    hidden1 = backend.matrix(batch, hiddenUnits);
    hidden2 = backend.matrix(batch, hiddenUnits);
    hidden2Gradient = backend.matrix(batch, hiddenUnits);
    hidden1Gradient = hidden2;
    hidden1GradientSum = new float[hiddenUnits];
    hidden2GradientSum = new float[hiddenUnits];
    bias = new float[hiddenUnits];
    block = new float[BLOCK_ROWS * hiddenUnits];
    other = new float[BLOCK_ROWS * hiddenUnits];
    blockSum = new float[BLOCK_ROWS * hiddenUnits];
  }
}
