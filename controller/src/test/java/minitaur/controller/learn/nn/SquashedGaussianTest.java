package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class SquashedGaussianTest {
  private static final int ACTIONS = 2;

  @Test
  void densityIntegratesToOne() {
    // One action: P(a in [-1, 1]) must be 1, summed over u on a fine grid with da = (1 - a^2) du.
    float[] head = {0.3f, -0.4f};
    SquashedGaussian gaussian = new SquashedGaussian(head, 1);
    double sigma = Math.exp(-0.4f);
    double total = 0;
    double du = 1e-3;
    for (double u = -8; u < 8; u += du) {
      gaussian.noise[0] = (float) ((u - 0.3) / sigma);
      gaussian.sample();
      double a = Math.tanh(u);
      total += Math.exp(gaussian.logLikelihood[0]) * (1 - a * a) * du;
    }
    assertThat(total).isCloseTo(1, offset(1e-3));
  }

  @Test
  void staysFiniteWhereTanhRoundsToOne() {
    float[] head = {40f, -60f, 2f, -30f};
    SquashedGaussian gaussian = new SquashedGaussian(head, 1);
    gaussian.noise[0] = 3;
    gaussian.noise[1] = -3;
    gaussian.sample();
    assertThat(gaussian.action).containsExactly(1f, -1f);
    assertThat(gaussian.logLikelihood[0]).isFinite();
    float[] gradient = new float[4];
    gaussian.backward(new float[] {1, 1}, 0.5, gradient);
    for (float value : gradient) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void gradientMatchesCentralDifferences() {
    float[] head = {0.2f, -0.7f, 0.1f, -0.5f, 1.1f, 0.4f, -21f, 2.5f};
    float[] noise = {0.6f, -1.2f, 0.3f, 0.9f};
    float[] gradAction = {0.5f, -0.3f, 0.8f, 0.1f};
    double gradLogLikelihood = 0.7;
    SquashedGaussian gaussian = new SquashedGaussian(head, 2);
    System.arraycopy(noise, 0, gaussian.noise, 0, noise.length);
    gaussian.sample();
    float[] gradient = new float[head.length];
    gaussian.backward(gradAction, gradLogLikelihood, gradient);
    for (int i = 0; i < head.length; i++) {
      float original = head[i];
      float step = 1e-2f;
      head[i] = original + step;
      double above = loss(gaussian, gradAction, gradLogLikelihood);
      head[i] = original - step;
      double below = loss(gaussian, gradAction, gradLogLikelihood);
      head[i] = original;
      assertThat((double) gradient[i])
          .as("head %d", i)
          .isCloseTo((above - below) / (2 * step), offset(2e-3));
    }
  }

  private static double loss(
      SquashedGaussian gaussian, float[] gradAction, double gradLogLikelihood) {
    gaussian.sample();
    double sum = 0;
    for (int i = 0; i < gradAction.length; i++) {
      sum += gradAction[i] * gaussian.action[i];
    }
    for (float logLikelihood : gaussian.logLikelihood) {
      sum += gradLogLikelihood * logLikelihood;
    }
    return sum;
  }

  @Test
  void clampedLogSigmaHasZeroGradient() {
    float[] head = {0f, 0f, -25f, 3f};
    SquashedGaussian gaussian = new SquashedGaussian(head, 1);
    gaussian.noise[0] = 1;
    gaussian.noise[1] = 1;
    gaussian.sample();
    float[] gradient = new float[2 * ACTIONS];
    gaussian.backward(new float[] {1, 1}, 1, gradient);
    assertThat(gradient[2]).isZero();
    assertThat(gradient[3]).isZero();
  }

  @Test
  void clampsLogSigmaToTheBoundsOfThePapersImplementation() {
    assertThat(SquashedGaussian.sigma(-19)).isEqualTo(Math.exp(-19));
    assertThat(SquashedGaussian.sigma(-21)).isEqualTo(Math.exp(-20));
    assertThat(SquashedGaussian.sigma(1.9)).isEqualTo(Math.exp(1.9));
    assertThat(SquashedGaussian.sigma(3)).isEqualTo(Math.exp(2));
  }
}
