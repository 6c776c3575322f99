package minitaur.controller.learn.nn;

/**
 * What a layer does with each row of a matrix product. The stages of a layer work one after the
 * other on a block of rows that stays in the L1 cache, so that bias, normalization and activation
 * are one pass over memory.
 *
 * <p>A block is an array {@code [ROWS x units]}; the rows of the last block beyond the batch are
 * zero.
 */
abstract class RowStage {
  /** Rows of a block: long enough to be worth a vectorized loop, short enough for the L1 cache. */
  static final int ROWS = 8;

  /** Before the first block of a forward pass: reads the parameters. */
  void beginForward() {}

  /**
   * Replaces rows by what the stage makes of them and keeps what {@link #backward} needs.
   *
   * @param block which block, from 0
   * @param x {@code [ROWS x units]}. Modified.
   */
  abstract void forward(int block, float[] x);

  /** Before the first block of a backward pass: clears the sums of the parameters' gradients. */
  void beginBackward() {}

  /**
   * Replaces the derivative of the loss by the stage's output by that by its input, and adds to the
   * parameters' gradients.
   *
   * @param gradient {@code [ROWS x units]}. Modified.
   */
  abstract void backward(int block, float[] gradient);

  /**
   * After the last block of a backward pass.
   *
   * @param gradient the stage's parameters are set in it. Modified.
   */
  void endBackward(LayerParameters gradient) {}

  /** A new cache of a block each for {@code rows} rows of {@code units} numbers. */
  static float[][] cache(int rows, int units) {
    return new float[(rows + ROWS - 1) / ROWS][ROWS * units];
  }

  /** Repeats a row of parameters for each row of a block. */
  static void tile(Matrix parameters, float[] block) {
    int units = parameters.columns;
    parameters.readRow(0, block, 0);
    for (int row = 1; row < ROWS; row++) {
      System.arraycopy(block, 0, block, row * units, units);
    }
  }

  /**
   * Adds up the rows of a block.
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
