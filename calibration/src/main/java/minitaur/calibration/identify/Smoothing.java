package minitaur.calibration.identify;

/**
 * Smooths and differentiates a uniformly sampled signal by convolution with a Gaussian and its
 * derivatives. These operations commute with each other and with every linear operator, so that a
 * linear equation of motion that holds for the signals also holds for the smoothed signals.
 */
final class Smoothing {
  private static final double REACH = 4;

  private final double[][] kernel;
  private final int half;

  /**
   * @param widthSeconds standard deviation of the Gaussian
   * @param periodSeconds between two samples
   */
  Smoothing(double widthSeconds, double periodSeconds) {
    half = (int) Math.ceil(REACH * widthSeconds / periodSeconds);
    kernel = new double[3][2 * half + 1];
    double sum = 0;
    double second = 0;
    double fourth = 0;
    for (int i = -half; i <= half; i++) {
      double t = i * periodSeconds;
      double weight = Math.exp(-0.5 * t * t / (widthSeconds * widthSeconds));
      kernel[0][half + i] = weight;
      sum += weight;
      second += weight * t * t;
      fourth += weight * t * t * t * t;
    }
    // Normalize the kernels so that they are exact for parabolas, which sampled kernels alone are
    // not.
    double mean = second / sum;
    double curvature = 2 / (fourth - mean * second);
    for (int i = -half; i <= half; i++) {
      double t = i * periodSeconds;
      double weight = kernel[0][half + i];
      kernel[1][half + i] = -weight * t / second;
      kernel[2][half + i] = curvature * weight * (t * t - mean);
      kernel[0][half + i] = weight / sum;
    }
  }

  /** Number of samples at either end without a smoothed value. */
  int margin() {
    return half;
  }

  /**
   * The smoothed signal or its derivative.
   *
   * @param order 0 for the signal, 1 and 2 for its time derivatives
   * @param x Not modified.
   * @return as long as {@code x}; 0 within the margins
   */
  double[] apply(int order, double[] x) {
    double[] smooth = new double[x.length];
    double[] weights = kernel[order];
    for (int k = half; k < x.length - half; k++) {
      double sum = 0;
      for (int i = -half; i <= half; i++) {
        // A convolution reverses the kernel.
        sum += weights[half - i] * x[k + i];
      }
      smooth[k] = sum;
    }
    return smooth;
  }
}
