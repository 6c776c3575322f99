package minitaur.controller.learn.ppo;

import minitaur.controller.learn.nn.SquashedGaussian;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/**
 * Likelihood of one action component, a Gaussian sample that is clipped to [-1, 1] (Fujita and
 * Maeda 2018, arXiv 1802.07564). Between the bounds it is the Gaussian's density. At a bound a it
 * is the probability of all samples beyond the bound:
 *
 * <pre>
 *   P(a) = Q(x),   x = (1 - a mu) / sigma,   Q(x) = erfc(x / sqrt 2) / 2
 *   d log Q / dx = -h(x),   h(x) = sqrt(2 / pi) / (exp(x^2 / 2) erfc(x / sqrt 2))
 * </pre>
 *
 * <p>The Gaussian's density at the bound instead would pull a mean that is beyond the bound back
 * even if the bound is the best action.
 */
final class ClippedGaussian {
  private static final double SQRT_2 = Math.sqrt(2);
  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

  private ClippedGaussian() {}

  /** The logarithm of the likelihood. */
  static double logLikelihood(double action, double mean, double logSigma) {
    if (isBound(action)) {
      double x = distanceToBound(action, mean, logSigma);
      return x < 0
          ? Math.log(Erfc.value(x / SQRT_2) / 2)
          : Math.log(Erfcx.value(x / SQRT_2) / 2) - x * x / 2;
    }
    double standardized = (action - mean) / Math.exp(logSigma);
    return -(0.5 * standardized * standardized + logSigma + SquashedGaussian.HALF_LOG_2_PI);
  }

  /** Derivative of the logarithm of the likelihood with respect to the mean. */
  static double meanGradient(double action, double mean, double logSigma) {
    double sigma = Math.exp(logSigma);
    if (isBound(action)) {
      return action * hazard(distanceToBound(action, mean, logSigma)) / sigma;
    }
    return (action - mean) / sigma / sigma;
  }

  /** Derivative of the logarithm of the likelihood with respect to log sigma. */
  static double logSigmaGradient(double action, double mean, double logSigma) {
    if (isBound(action)) {
      double x = distanceToBound(action, mean, logSigma);
      return x * hazard(x);
    }
    double standardized = (action - mean) / Math.exp(logSigma);
    return standardized * standardized - 1;
  }

  private static boolean isBound(double action) {
    return Math.abs(action) == 1;
  }

  /** The distance from the mean to the bound in standard deviations, negative beyond the bound. */
  private static double distanceToBound(double bound, double mean, double logSigma) {
    return (1 - bound * mean) / Math.exp(logSigma);
  }

  private static double hazard(double x) {
    return SQRT_2_OVER_PI / Erfcx.value(x / SQRT_2);
  }
}
