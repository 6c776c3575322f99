package minitaur.controller.learn.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClippedGaussianTest {
  private static final int INTERVALS = 20_000;

  @ParameterizedTest
  @CsvSource({"0, -1", "0.9, -0.5", "1.7, 0", "-3, 0.5", "-0.4, 1.5"})
  void likelihoodsAddUpToOneAndTheirScoresToZero(double mean, double logSigma) {
    assertThat(expectation(mean, logSigma, action -> 1)).isCloseTo(1, within(1e-6));
    assertThat(expectation(mean, logSigma, a -> ClippedGaussian.meanGradient(a, mean, logSigma)))
        .isCloseTo(0, within(1e-6));
    assertThat(
            expectation(mean, logSigma, a -> ClippedGaussian.logSigmaGradient(a, mean, logSigma)))
        .isCloseTo(0, within(1e-6));
  }

  /** Both bounds, and the midpoint rule between them. */
  private static double expectation(double mean, double logSigma, DoubleUnaryOperator function) {
    double sum = weighted(-1, mean, logSigma, function) + weighted(1, mean, logSigma, function);
    for (int i = 0; i < INTERVALS; i++) {
      double action = -1 + (2 * i + 1.0) / INTERVALS;
      sum += weighted(action, mean, logSigma, function) * 2 / INTERVALS;
    }
    return sum;
  }

  private static double weighted(
      double action, double mean, double logSigma, DoubleUnaryOperator function) {
    return Math.exp(ClippedGaussian.logLikelihood(action, mean, logSigma))
        * function.applyAsDouble(action);
  }

  @ParameterizedTest
  @CsvSource({
    "0.3, 0.1, -1",
    "1, 0.5, -1",
    "1, 3, -2",
    "-1, 0.9, -3",
    "-1, -8, -4",
    "1, -40, -1",
    "-1, 60, -3"
  })
  void gradientsAreThoseOfTheLikelihoodFarFromTheBoundToo(
      double action, double mean, double logSigma) {
    double step = 1e-6;
    assertClose(
        ClippedGaussian.meanGradient(action, mean, logSigma),
        (ClippedGaussian.logLikelihood(action, mean + step, logSigma)
                - ClippedGaussian.logLikelihood(action, mean - step, logSigma))
            / (2 * step));
    assertClose(
        ClippedGaussian.logSigmaGradient(action, mean, logSigma),
        (ClippedGaussian.logLikelihood(action, mean, logSigma + step)
                - ClippedGaussian.logLikelihood(action, mean, logSigma - step))
            / (2 * step));
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-6 + 1e-5 * Math.abs(expected)));
  }
}
