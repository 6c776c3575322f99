package minitaur.calibration.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import minitaur.calibration.CalibrationException;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
  private static final int ROWS = 2000;

  @Test
  void intervalsHoldTheTruthThoughTheNoiseIsCorrelated() throws CalibrationException {
    RandomStream random = RandomStream.of(3, "noise");
    int robust = 0;
    int naive = 0;
    int trials = 200;
    for (int trial = 0; trial < trials; trial++) {
      double[][] x = new double[ROWS][];
      double[] y = new double[ROWS];
      double noise = 0;
      double wave = 0;
      for (int t = 0; t < ROWS; t++) {
        noise = 0.95 * noise + random.nextGaussian();
        wave = 0.95 * wave + random.nextGaussian();
        x[t] = new double[] {wave, 1};
        y[t] = 2 * wave - 7 + noise;
      }
      LeastSquares fit = LeastSquares.solve(x, y, ROWS);
      robust += Math.abs(fit.value(0) - 2) <= 1.96 * fit.deviation(0, 100) ? 1 : 0;
      naive += Math.abs(fit.value(0) - 2) <= 1.96 * fit.deviation(0, 1) ? 1 : 0;
    }
    // 95 % are wanted; white-noise intervals hold it in about a third.
    assertThat(robust).isGreaterThan(trials * 85 / 100);
    assertThat(naive).isLessThan(trials / 2);
  }

  @Test
  void rejectsDependentColumns() {
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
