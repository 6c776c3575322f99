package minitaur.controller.learn.nn;

/**
 * An operation of a layer on each row of a matrix product. The stages of a layer process a block of
 * rows in sequence while it stays in the L1 cache, so that bias, normalization and activation take
 * one pass over memory.
 *
 * <p>A block is an array {@code [ROWS x units]}; the rows of the last block beyond the batch are
 * zero.
 */
abstract class RowStage {
  /** Rows of a block: large enough for vectorization to pay off, small enough for the L1 cache. */
  static final int ROWS = 8;

  /** Reads the parameters. Called before the first block of a forward pass. */
  void beginForward() {}

  /**
   * Applies the stage to a block in place and stores the values that {@link #backward} needs.
   *
   * @param block index of the block, from 0
   * @param x {@code [ROWS x units]}. Modified.
   */
  abstract void forward(int block, float[] x);

  /**
   * Clears the sums of the parameter gradients. Called before the first block of a backward pass.
   */
  void beginBackward() {}

  /**
   * Replaces the derivative of the loss with respect to the stage's output by the derivative with
   * respect to its input, and accumulates the parameter gradients.
   *
   * @param gradient {@code [ROWS x units]}. Modified.
   */
  abstract void backward(int block, float[] gradient);

  /**
   * Writes the parameter gradients. Called after the last block of a backward pass.
   *
   * @param gradient receives the gradients of the stage's parameters. Modified.
   */
  void endBackward(MlpParameters gradient) {}

  /** Allocates the blocks for {@code rows} rows of {@code units} values. */
  static float[][] cache(int rows, int units) {
    return new float[(rows + ROWS - 1) / ROWS][ROWS * units];
  }

  /** Copies a row of parameters to each row of a block. */
  static void tile(Matrix parameters, float[] block) {
    int units = parameters.columns;
    parameters.readRow(0, block, 0);
    for (int row = 1; row < ROWS; row++) {
      System.arraycopy(block, 0, block, row * units, units);
    }
  }

  /**
   * Sums the rows of a block.
   *
   * @param block Not modified.
   * @param sum {@code [units]}. Modified.
   */
  static void sumRows(float[] block, float[] sum) {
    System.arraycopy(block, 0, sum, 0, sum.length);
    for (int start = sum.length; start < block.length; start += sum.length) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += block[start + i];
      }
    }
  }
}
