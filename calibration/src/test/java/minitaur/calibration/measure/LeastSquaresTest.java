package minitaur.calibration.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import minitaur.calibration.CalibrationException;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
  private static final int ROWS = 2000;

  @Test
  void intervalsCoverTrueValueWithCorrelatedNoise() throws CalibrationException {
    RandomStream random = RandomStream.of(3, "noise");
    int robustCovered = 0;
    int naiveCovered = 0;
    int trials = 200;
    for (int trial = 0; trial < trials; trial++) {
      double[][] x = new double[ROWS][];
      double[] y = new double[ROWS];
      double noise = 0;
      double regressor = 0;
      for (int t = 0; t < ROWS; t++) {
        noise = 0.95 * noise + random.nextGaussian();
        regressor = 0.95 * regressor + random.nextGaussian();
        x[t] = new double[] {regressor, 1};
        y[t] = 2 * regressor - 7 + noise;
      }
      LeastSquares fit = LeastSquares.solve(x, y, ROWS);
      robustCovered +=
          Math.abs(fit.coefficient(0) - 2) <= 1.96 * fit.standardDeviation(0, 100) ? 1 : 0;
      naiveCovered +=
          Math.abs(fit.coefficient(0) - 2) <= 1.96 * fit.standardDeviation(0, 1) ? 1 : 0;
    }
    // Nominal coverage is 95 %; intervals that assume white noise cover the true value in about a
    // third of the trials.
    assertThat(robustCovered).isGreaterThan(trials * 85 / 100);
    assertThat(naiveCovered).isLessThan(trials / 2);
  }

  @Test
  void rejectsLinearlyDependentColumns() {
    double[][] x = new double[10][];
    double[] y = new double[10];
    for (int t = 0; t < 10; t++) {
      x[t] = new double[] {t, 2 * t};
      y[t] = t;
    }
    assertThatThrownBy(() -> LeastSquares.solve(x, y, 10))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("separate the parameters");
    assertThatThrownBy(() -> LeastSquares.solve(x, y, 2)).isInstanceOf(CalibrationException.class);
  }
}
