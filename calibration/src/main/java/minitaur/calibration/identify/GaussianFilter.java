package minitaur.calibration.identify;

/**
 * Smooths and differentiates a uniformly sampled signal by convolution with a Gaussian and its
 * derivatives. These operations commute with each other and with every linear operator, so that a
 * linear equation of motion that holds for the signals also holds for the smoothed signals.
 */
final class GaussianFilter {
  private static final double KERNEL_SIGMAS = 4;

  private final double[][] kernel;
  private final int halfWidth;

  /**
   * @param widthSeconds standard deviation of the Gaussian
   * @param periodSeconds time between two samples
   */
  GaussianFilter(double widthSeconds, double periodSeconds) {
    halfWidth = (int) Math.ceil(KERNEL_SIGMAS * widthSeconds / periodSeconds);
    kernel = new double[3][2 * halfWidth + 1];
    double sum = 0;
    double secondMoment = 0;
    double fourthMoment = 0;
    for (int i = -halfWidth; i <= halfWidth; i++) {
      double t = i * periodSeconds;
      double weight = Math.exp(-0.5 * t * t / (widthSeconds * widthSeconds));
      kernel[0][halfWidth + i] = weight;
      sum += weight;
      secondMoment += weight * t * t;
      fourthMoment += weight * t * t * t * t;
    }
    // Normalize the kernels so that they are exact for parabolas, which sampled kernels alone are
    // not.
    double mean = secondMoment / sum;
    double curvature = 2 / (fourthMoment - mean * secondMoment);
    for (int i = -halfWidth; i <= halfWidth; i++) {
      double t = i * periodSeconds;
      double weight = kernel[0][halfWidth + i];
      kernel[1][halfWidth + i] = -weight * t / secondMoment;
      kernel[2][halfWidth + i] = curvature * weight * (t * t - mean);
      kernel[0][halfWidth + i] = weight / sum;
    }
  }

  /** Number of samples at either end without a smoothed value. */
  int margin() {
    return halfWidth;
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
    for (int k = halfWidth; k < x.length - halfWidth; k++) {
      double sum = 0;
      for (int i = -halfWidth; i <= halfWidth; i++) {
        // A convolution reverses the kernel.
        sum += weights[halfWidth - i] * x[k + i];
      }
      smooth[k] = sum;
    }
    return smooth;
  }
}
