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

  private final int half;
  private final int actions;
  private final double[] squares;
  private final double[] sorted;

  /**
   * Creates an instance for {@code half} fixed and {@code half} moved actions of {@code actions}
   * components.
   */
  SteinGradient(int half, int actions) {
    this.half = half;
    this.actions = actions;
    squares = new double[half * half];
    sorted = new double[half * half];
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
    for (int i = 0; i < half; i++) {
      for (int j = 0; j < half; j++) {
        double sum = 0;
        for (int c = 0; c < actions; c++) {
          double difference = moved[start + i * actions + c] - fixed[start + j * actions + c];
          sum += difference * difference;
        }
        squares[i * half + j] = sum;
      }
    }
    System.arraycopy(squares, 0, sorted, 0, squares.length);
    Arrays.sort(sorted);
    double h = Math.max(sorted[(sorted.length - 1) / 2] / Math.log(half), MIN_BANDWIDTH);
    for (int i = 0; i < half; i++) {
      for (int c = 0; c < actions; c++) {
        double sum = 0;
        double own = moved[start + i * actions + c];
        for (int j = 0; j < half; j++) {
          int at = start + j * actions + c;
          double kernel = Math.exp(-squares[i * half + j] / h);
          sum += kernel * (score[at] + 2 * (own - fixed[at]) / h);
        }
        direction[start + i * actions + c] = (float) (sum / half);
      }
    }
    return h;
  }
}
