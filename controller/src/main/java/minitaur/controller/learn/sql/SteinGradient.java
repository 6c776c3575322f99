package minitaur.controller.learn.sql;

import java.util.Arrays;

/**
 * Direction in which Stein variational gradient descent moves the actions a_i of a state, given the
 * same number of fixed actions a_j (Haarnoja et al. 2017, Eq. 13; Liu and Wang 2016, arXiv
 * 1608.04471):
 *
 * <pre>
 *   k_ij = exp(-|a_i - a_j|^2 / h),   h = max(median_ij |a_i - a_j|^2 / log(number of a_j), 1e-3)
 *   direction_i = mean_j (k_ij grad log p(a_j) + grad_aj k_ij)
 * </pre>
 *
 * <p>The gradient treats h as a constant. The median of an even number of values is the lower
 * middle one.
 */
final class SteinGradient {
  private static final double MIN_BANDWIDTH = 1e-3;

  private final int particleCount;
  private final int actions;
  private final double[] squares;
  private final double[] sorted;

  /**
   * Creates an instance for {@code particleCount} fixed and {@code particleCount} moved actions of
   * {@code actions} components.
   */
  SteinGradient(int particleCount, int actions) {
    this.particleCount = particleCount;
    this.actions = actions;
    squares = new double[particleCount * particleCount];
    sorted = new double[particleCount * particleCount];
  }

  /**
   * Computes the directions of one state's actions.
   *
   * @param fixed {@code [.. half x action]} a_j, starting at {@code start}. Not modified.
   * @param moved {@code [.. half x action]} a_i, starting at {@code start}. Not modified.
   * @param score {@code [.. half x action]} grad log p(a_j), starting at {@code start}. Not
   *     modified.
   * @param direction {@code [.. half x action]}, starting at {@code start}. Modified.
   * @return the bandwidth h
   */
  double compute(float[] fixed, float[] moved, float[] score, int start, float[] direction) {
    for (int i = 0; i < particleCount; i++) {
      for (int j = 0; j < particleCount; j++) {
        double sum = 0;
        for (int c = 0; c < actions; c++) {
          double difference = moved[start + i * actions + c] - fixed[start + j * actions + c];
          sum += difference * difference;
        }
        squares[i * particleCount + j] = sum;
      }
    }
    System.arraycopy(squares, 0, sorted, 0, squares.length);
    Arrays.sort(sorted);
    double h = Math.max(sorted[(sorted.length - 1) / 2] / Math.log(particleCount), MIN_BANDWIDTH);
    for (int i = 0; i < particleCount; i++) {
      for (int c = 0; c < actions; c++) {
        double sum = 0;
        double movedValue = moved[start + i * actions + c];
        for (int j = 0; j < particleCount; j++) {
          int at = start + j * actions + c;
          double kernel = Math.exp(-squares[i * particleCount + j] / h);
          sum += kernel * (score[at] + 2 * (movedValue - fixed[at]) / h);
        }
        direction[start + i * actions + c] = (float) (sum / particleCount);
      }
    }
    return h;
  }
}
