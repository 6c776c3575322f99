package minitaur.calibration.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SmoothingTest {
  @Test
  void derivativesOfAParabolaAreExactAndOfASineNearlyItsOwn() {
    Smoothing smoothing = new Smoothing(0.009, 1e-3);
    double[] parabola = new double[400];
    double[] sine = new double[400];
    double omega = 2 * Math.PI * 4;
    for (int k = 0; k < parabola.length; k++) {
      double t = k * 1e-3;
      parabola[k] = 3 + 2 * t - 5 * t * t;
      sine[k] = Math.sin(omega * t);
    }
    double[] rate = smoothing.apply(1, parabola);
    double[] acceleration = smoothing.apply(2, parabola);
    double[] level = smoothing.apply(0, sine);
    double[] curvature = smoothing.apply(2, sine);
    for (int k = smoothing.margin(); k < parabola.length - smoothing.margin(); k += 7) {
      assertThat(rate[k]).isCloseTo(2 - 10 * k * 1e-3, within(1e-9));
      assertThat(acceleration[k]).isCloseTo(-10, within(1e-6));
      // What smoothing takes from the signal it takes from its derivative: they stay in proportion.
      assertThat(curvature[k]).isCloseTo(-omega * omega * level[k], within(0.5));
    }
  }

  @Test
  void crossCorrelationFindsALagBetweenSamples() {
    double[] early = new double[2000];
    double[] late = new double[2000];
    for (int k = 0; k < early.length; k++) {
      early[k] = Math.sin(1e-5 * k * k);
      late[k] = Math.sin(1e-5 * (k - 17.4) * (k - 17.4));
    }
    assertThat(CrossCorrelation.lag(early, late, 60)).isCloseTo(17.4, within(0.1));
  }
}
