package minitaur.controller.learn.nn;

import java.util.Arrays;

/**
 * Layer normalization (Ba et al. 2016, arXiv 1607.06450) over the features of each row.
 *
 * <pre>
 *   n = (x - mean(x)) / sqrt(var(x) + e),  y = gain n + offset          var: biased
 *   dL/dgain = sum over rows of dL/dy n,   dL/doffset = sum over rows of dL/dy
 *   h = gain dL/dy,  dL/dx = (h - mean(h) - n mean(h n)) / sqrt(var(x) + e)
 * </pre>
 */
final class LayerNormStage extends RowStage {
  private final MlpParameters parameters;
  private final int normIndex;
  private final int units;
  private final double epsilon;
  private final float[] gain;
  private final float[] offset;
  private final float[] gainSum;
  private final float[] offsetSum;
  private final float[] total;

  /** {@code [blocks][ROWS x units]} n. */
  private final float[][] normalized;

  /** {@code [blocks][ROWS x units]} 1 / sqrt(var + e), repeated along each row. */
  private final float[][] scale;

  private final float[] meanTile;
  private final float[] productTile;

  /**
   * @param normIndex index of the normalization in the parameters
   * @param epsilon e
   */
  LayerNormStage(MlpParameters parameters, int normIndex, int rows, double epsilon) {
    this.parameters = parameters;
    this.normIndex = normIndex;
    this.epsilon = epsilon;
    units = parameters.shape.normUnits(normIndex);
    gain = new float[ROWS * units];
    offset = new float[ROWS * units];
    gainSum = new float[ROWS * units];
    offsetSum = new float[ROWS * units];
    meanTile = new float[ROWS * units];
    productTile = new float[ROWS * units];
    total = new float[units];
    normalized = cache(rows, units);
    scale = cache(rows, units);
  }

  @Override
  void beginForward() {
    tile(parameters.gains.get(normIndex), gain);
    tile(parameters.offsets.get(normIndex), offset);
  }

  @Override
  void forward(int block, float[] x) {
    float[] scales = scale[block];
    for (int start = 0; start < x.length; start += units) {
      float mean = sum(x, start, start + units) / units;
      float variance = sumOfSquares(x, start, start + units, mean) / units;
      Arrays.fill(meanTile, start, start + units, mean);
      Arrays.fill(scales, start, start + units, (float) (1 / Math.sqrt(variance + epsilon)));
    }
    normalize(x, meanTile, scales, normalized[block]);
    scaleAndShift(x, normalized[block], gain, offset);
  }

  @Override
  void beginBackward() {
    Arrays.fill(gainSum, 0);
    Arrays.fill(offsetSum, 0);
  }

  @Override
  void backward(int block, float[] gradient) {
    float[] n = normalized[block];
    addToSums(gradient, n, gainSum, offsetSum);
    multiply(gradient, gain);
    for (int start = 0; start < gradient.length; start += units) {
      Arrays.fill(meanTile, start, start + units, sum(gradient, start, start + units) / units);
      Arrays.fill(
          productTile, start, start + units, dot(gradient, n, start, start + units) / units);
    }
    project(gradient, n, meanTile, productTile, scale[block]);
  }

  @Override
  void endBackward(MlpParameters gradient) {
    sumRows(gainSum, total);
    gradient.gains.get(normIndex).write(total);
    sumRows(offsetSum, total);
    gradient.offsets.get(normIndex).write(total);
  }

  // Sums over a row use several accumulators, because a single one is limited by the latency of an
  // addition.

  private static float sum(float[] x, int start, int end) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = start;
    for (; i + 7 < end; i += 8) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    for (; i < end; i++) {
      s0 += x[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  private static float sumOfSquares(float[] x, int start, int end, float mean) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = start;
    for (; i + 3 < end; i += 4) {
      float d0 = x[i] - mean;
      float d1 = x[i + 1] - mean;
      float d2 = x[i + 2] - mean;
      float d3 = x[i + 3] - mean;
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; i < end; i++) {
      s0 += (x[i] - mean) * (x[i] - mean);
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static float dot(float[] x, float[] y, int start, int end) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = start;
    for (; i + 3 < end; i += 4) {
      s0 += x[i] * y[i];
      s1 += x[i + 1] * y[i + 1];
      s2 += x[i + 2] * y[i + 2];
      s3 += x[i + 3] * y[i + 3];
    }
    for (; i < end; i++) {
      s0 += x[i] * y[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static void normalize(float[] x, float[] mean, float[] scale, float[] normalized) {
    for (int i = 0; i < x.length; i++) {
      normalized[i] = (x[i] - mean[i]) * scale[i];
    }
  }

  private static void scaleAndShift(float[] y, float[] n, float[] gain, float[] offset) {
    for (int i = 0; i < y.length; i++) {
      y[i] = n[i] * gain[i] + offset[i];
    }
  }

  private static void addToSums(float[] gradient, float[] n, float[] gainSum, float[] offsetSum) {
    for (int i = 0; i < gradient.length; i++) {
      gainSum[i] += gradient[i] * n[i];
      offsetSum[i] += gradient[i];
    }
  }

  private static void multiply(float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= y[i];
    }
  }

  private static void project(
      float[] h, float[] n, float[] meanGradient, float[] meanProduct, float[] scale) {
    for (int i = 0; i < h.length; i++) {
      h[i] = (h[i] - meanGradient[i] - n[i] * meanProduct[i]) * scale[i];
    }
  }
}
