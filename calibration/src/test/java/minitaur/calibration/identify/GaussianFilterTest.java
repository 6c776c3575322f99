package minitaur.calibration.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussianFilterTest {
  @Test
  void differentiatesParabolaExactlyAndSineClosely() {
    GaussianFilter filter = new GaussianFilter(0.009, 1e-3);
    double[] parabola = new double[400];
    double[] sine = new double[400];
    double omega = 2 * Math.PI * 4;
    for (int k = 0; k < parabola.length; k++) {
      double t = k * 1e-3;
      parabola[k] = 3 + 2 * t - 5 * t * t;
      sine[k] = Math.sin(omega * t);
    }
    double[] rate = filter.apply(1, parabola);
    double[] acceleration = filter.apply(2, parabola);
    double[] smoothedSine = filter.apply(0, sine);
    double[] curvature = filter.apply(2, sine);
    for (int k = filter.margin(); k < parabola.length - filter.margin(); k += 7) {
      assertThat(rate[k]).isCloseTo(2 - 10 * k * 1e-3, within(1e-9));
      assertThat(acceleration[k]).isCloseTo(-10, within(1e-6));
      // Smoothing attenuates a sine and its derivatives by the same factor.
      assertThat(curvature[k]).isCloseTo(-omega * omega * smoothedSine[k], within(0.5));
    }
  }

  @Test
  void crossCorrelationFindsFractionalLag() {
    double[] reference = new double[2000];
    double[] delayed = new double[2000];
    for (int k = 0; k < reference.length; k++) {
      reference[k] = Math.sin(1e-5 * k * k);
      delayed[k] = Math.sin(1e-5 * (k - 17.4) * (k - 17.4));
    }
    assertThat(CrossCorrelation.lag(reference, delayed, 60)).isCloseTo(17.4, within(0.1));
  }
}
