package minitaur.controller.learn.nn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization (Ioffe and Szegedy 2015, arXiv 1502.03167) and batch renormalization (Ioffe
 * 2017, arXiv 1702.03275) of the features of a batch. In training, with mean mu and variance v of
 * the batch and running statistics m and V before the batch:
 *
 * <pre>
 *   n = (x - mu) / sqrt(v + e),   y = gain (r n + d) + offset
 *   r = clip(sqrt(v + e) / sqrt(V + e), 1/3, 3),   d = clip((mu - m) / sqrt(V + e), -5, 5)
 *   dL/dx = gain r (dL/dy - mean(dL/dy) - n mean(dL/dy n)) / sqrt(v + e)       r, d constant
 * </pre>
 *
 * <p>Without renormalization r = 1 and d = 0. Outside training the running statistics replace those
 * of the batch, and {@code dL/dx = gain dL/dy / sqrt(V + e)}.
 */
final class BatchNorm {
  /** Constant e, added to a variance. */
  static final double EPSILON = 1e-3;

  private static final double R_MAX = 3;
  private static final double D_MAX = 5;
  private static final int ROWS = RowStage.ROWS;

  private final MlpParameters parameters;
  private final RunningStatistics statistics;
  private final BatchNormMode mode;
  private final int normIndex;
  private final int rows;
  private final int units;

  private final float[] mean;
  private final float[] variance;
  private final float[] r;
  private final float[] d;
  private final float[] gain;
  private final float[] offset;

  /** {@code [blocks][ROWS x units]} n. */
  private final float[][] normalized;

  /**
   * {@code [rows x some features]} buffer for a derivative with respect to a few features of the
   * network's input.
   */
  private final float[] featureSubset;

  private final float[] block;
  private final float[] meanTile;
  private final float[] scaleTile;
  private final float[] factorTile;
  private final float[] shiftTile;
  private final float[] sum;
  private final float[] productSum;
  private final float[] total;
  private final float[] productTotal;

  /**
   * @param normIndex index of the normalization in the parameters
   */
  BatchNorm(MlpParameters parameters, int normIndex, int rows, BatchNormMode mode) {
    this.parameters = parameters;
    this.normIndex = normIndex;
    this.rows = rows;
    this.mode = mode;
    statistics = parameters.statistics.get(normIndex);
    units = parameters.shape.normUnits(normIndex);
    mean = new float[units];
    variance = new float[units];
    r = new float[units];
    d = new float[units];
    gain = new float[units];
    offset = new float[units];
    normalized = RowStage.cache(rows, units);
    featureSubset = new float[normIndex == 0 ? rows * units : 0];
    block = new float[ROWS * units];
    meanTile = new float[ROWS * units];
    scaleTile = new float[ROWS * units];
    factorTile = new float[ROWS * units];
    shiftTile = new float[ROWS * units];
    sum = new float[ROWS * units];
    productSum = new float[ROWS * units];
    total = new float[units];
    productTotal = new float[units];
  }

  /**
   * Normalizes a batch.
   *
   * @param from {@code [rows x units]}. Not modified.
   * @param to {@code [rows x units]}. Modified.
   */
  void forward(Matrix from, Matrix to) {
    if (mode.training()) {
      computeStatistics(from);
    } else {
      System.arraycopy(statistics.mean, 0, mean, 0, units);
      System.arraycopy(statistics.variance, 0, variance, 0, units);
      Arrays.fill(r, 1);
      Arrays.fill(d, 0);
    }
    parameters.gains.get(normIndex).readRow(0, gain, 0);
    parameters.offsets.get(normIndex).readRow(0, offset, 0);
    for (int i = 0; i < units; i++) {
      float scale = (float) (1 / Math.sqrt(variance[i] + EPSILON));
      for (int at = i; at < meanTile.length; at += units) {
        meanTile[at] = mean[i];
        scaleTile[at] = scale;
        factorTile[at] = gain[i] * r[i];
        shiftTile[at] = gain[i] * d[i] + offset[i];
      }
    }
    for (int k = 0, row = 0; row < rows; k++, row += ROWS) {
      int count = read(from, row, block);
      normalize(block, meanTile, scaleTile, normalized[k]);
      scaleAndShift(normalized[k], factorTile, shiftTile, block);
      to.writeRows(row, count, block);
    }
  }

  private int read(Matrix matrix, int row, float[] to) {
    int count = Math.min(ROWS, rows - row);
    if (count < ROWS) {
      Arrays.fill(to, 0);
    }
    matrix.readRows(row, count, to);
    return count;
  }

  private void computeStatistics(Matrix from) {
    Arrays.fill(sum, 0);
    for (int row = 0; row < rows; row += ROWS) {
      read(from, row, block);
      add(sum, block);
    }
    RowStage.sumRows(sum, total);
    for (int i = 0; i < units; i++) {
      mean[i] = total[i] / rows;
      for (int at = i; at < meanTile.length; at += units) {
        meanTile[at] = mean[i];
      }
    }
    Arrays.fill(sum, 0);
    for (int row = 0; row < rows; row += ROWS) {
      int count = read(from, row, block);
      addSquares(sum, block, meanTile, count * units);
    }
    RowStage.sumRows(sum, total);
    boolean renormalize = statistics.passes() >= mode.renormalizeAfter();
    for (int i = 0; i < units; i++) {
      variance[i] = total[i] / rows;
      double running = Math.sqrt(statistics.variance[i] + EPSILON);
      double ratio = Math.sqrt(variance[i] + EPSILON) / running;
      double shift = (mean[i] - statistics.mean[i]) / running;
      r[i] = renormalize ? (float) Math.max(1 / R_MAX, Math.min(R_MAX, ratio)) : 1;
      d[i] = renormalize ? (float) Math.max(-D_MAX, Math.min(D_MAX, shift)) : 0;
    }
    statistics.update(mean, variance);
  }

  /**
   * Backpropagates the derivative of the loss through the last {@link #forward}.
   *
   * @param matrix {@code [rows x some features]} derivative with respect to the output, replaced by
   *     the derivative with respect to the input. A subset of the features is supported only for
   *     the network's input. Modified.
   * @param first index of the first of those features
   * @param gradient receives the gradients of gain and offset, which require all features.
   *     Modified. Null if they are not needed.
   */
  void backward(Matrix matrix, int first, @Nullable MlpParameters gradient) {
    int width = matrix.columns;
    if (width == units) {
      backwardAll(matrix, gradient);
      return;
    }
    // For a few features, such as the actions, a vectorized loop does not pay off.
    matrix.read(featureSubset);
    for (int column = 0; column < width; column++) {
      backwardFeature(column, width, first + column);
    }
    matrix.write(featureSubset);
  }

  private void backwardAll(Matrix matrix, @Nullable MlpParameters gradient) {
    if (mode.training() || gradient != null) {
      Arrays.fill(sum, 0);
      Arrays.fill(productSum, 0);
      for (int k = 0, row = 0; row < rows; k++, row += ROWS) {
        read(matrix, row, block);
        add(sum, block);
        addProducts(productSum, block, normalized[k]);
      }
      RowStage.sumRows(sum, total);
      RowStage.sumRows(productSum, productTotal);
      if (gradient != null) {
        gradient.offsets.get(normIndex).write(total);
        for (int i = 0; i < units; i++) {
          gain[i] = r[i] * productTotal[i] + d[i] * total[i];
        }
        gradient.gains.get(normIndex).write(gain);
      }
    }
    for (int i = 0; i < units; i++) {
      float meanGradient = mode.training() ? total[i] / rows : 0;
      float meanProduct = mode.training() ? productTotal[i] / rows : 0;
      for (int at = i; at < sum.length; at += units) {
        sum[at] = meanGradient;
        productSum[at] = meanProduct;
      }
    }
    for (int k = 0, row = 0; row < rows; k++, row += ROWS) {
      int count = read(matrix, row, block);
      project(block, normalized[k], sum, productSum);
      scale(block, factorTile, scaleTile);
      matrix.writeRows(row, count, block);
    }
  }

  private void backwardFeature(int column, int width, int feature) {
    float meanGradient = 0;
    float meanProduct = 0;
    if (mode.training()) {
      for (int row = 0; row < rows; row++) {
        float value = featureSubset[row * width + column];
        meanGradient += value;
        meanProduct += value * normalized[row / ROWS][row % ROWS * units + feature];
      }
      meanGradient /= rows;
      meanProduct /= rows;
    }
    float factor = factorTile[feature] * scaleTile[feature];
    for (int row = 0; row < rows; row++) {
      float n = normalized[row / ROWS][row % ROWS * units + feature];
      int at = row * width + column;
      featureSubset[at] = factor * (featureSubset[at] - meanGradient - n * meanProduct);
    }
  }

  private static void add(float[] to, float[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  private static void addSquares(float[] to, float[] x, float[] mean, int count) {
    for (int i = 0; i < count; i++) {
      float difference = x[i] - mean[i];
      to[i] += difference * difference;
    }
  }

  private static void addProducts(float[] to, float[] x, float[] y) {
    for (int i = 0; i < to.length; i++) {
      to[i] += x[i] * y[i];
    }
  }

  private static void normalize(float[] x, float[] mean, float[] scale, float[] n) {
    for (int i = 0; i < x.length; i++) {
      n[i] = (x[i] - mean[i]) * scale[i];
    }
  }

  private static void scaleAndShift(float[] n, float[] factor, float[] shift, float[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = n[i] * factor[i] + shift[i];
    }
  }

  private static void project(float[] x, float[] n, float[] meanGradient, float[] meanProduct) {
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i] - meanGradient[i] - n[i] * meanProduct[i];
    }
  }

  private static void scale(float[] x, float[] factor, float[] scale) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor[i] * scale[i];
    }
  }
}
