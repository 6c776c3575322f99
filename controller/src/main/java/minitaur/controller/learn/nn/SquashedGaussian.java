package minitaur.controller.learn.nn;

import minitaur.hal.random.RandomStream;

/**
 * Head of a stochastic policy: a tanh-squashed Gaussian with reparameterized samples and their
 * log-likelihood.
 *
 * <p>See the paper, Eq. 8 and appendix C, Eq. 25 and 26:
 *
 * <pre>
 *   u = mu + sigma eps,  a = tanh(u)
 *   log pi(a|s) = sum_i [ -eps_i^2/2 - log sigma_i - log(2 pi)/2 - log(1 - tanh^2 u_i) ]
 * </pre>
 *
 * <p>The last term is computed as 2 (log 2 - u - softplus(-2u)), which stays finite where tanh
 * rounds to 1.
 */
public final class SquashedGaussian {
  /** Bounds of log sigma, as in the paper's published implementation. */
  private static final double LOG_SIGMA_MIN = -20;

  private static final double LOG_SIGMA_MAX = 2;

  private static final double LOG_2 = Math.log(2);

  /** Half of log(2 pi), in the logarithm of a Gaussian's density. */
  public static final double HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

  private final int batch;
  private final int actions;
  private final float[] head;
  private final double[] sigma;

  /** {@code [batch x action]} eps, standard normal; set before {@link #sample}. */
  public final float[] noise;

  /** {@code [batch x action]} a of the last {@link #sample}. */
  public final float[] action;

  /** {@code [batch]} log pi(a|s) of the last {@link #sample}. */
  public final float[] logLikelihood;

  /**
   * @param head {@code [batch x 2 action]} mu, then log sigma; not copied. Not modified.
   */
  public SquashedGaussian(float[] head, int batch) {
    this.head = head;
    this.batch = batch;
    actions = head.length / batch / 2;
    sigma = new double[batch * actions];
    noise = new float[batch * actions];
    action = new float[batch * actions];
    logLikelihood = new float[batch];
  }

  /** Standard deviation sigma: the exponential of the clamped log sigma. */
  public static double sigma(double logSigma) {
    return Math.exp(clampLogSigma(logSigma));
  }

  private static double clampLogSigma(double logSigma) {
    return Math.min(Math.max(logSigma, LOG_SIGMA_MIN), LOG_SIGMA_MAX);
  }

  /** Draws new {@link #noise}. */
  public void drawNoise(RandomStream random) {
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
  }

  /** Sets {@link #action} and {@link #logLikelihood} from the head's values and {@link #noise}. */
  public void sample() {
    for (int row = 0; row < batch; row++) {
      double sum = 0;
      for (int i = 0; i < actions; i++) {
        double mu = head[row * 2 * actions + i];
        double logSigma = clampedLogSigma(row, i);
        double eps = noise[row * actions + i];
        double s = Math.exp(logSigma);
        sigma[row * actions + i] = s;
        double u = mu + s * eps;
        // With e = exp(-2|u|): tanh|u| = (1 - e) / (1 + e) and softplus(-2u) = log(1 + e) + max(0,
        // -2u).
        double e = Math.exp(-2 * Math.abs(u));
        double a = Math.copySign((1 - e) / (1 + e), u);
        double softplus = Math.log(1 + e) + Math.max(0, -2 * u);
        action[row * actions + i] = (float) a;
        sum += -0.5 * eps * eps - logSigma - HALF_LOG_2_PI - 2 * (LOG_2 - u - softplus);
      }
      logLikelihood[row] = (float) sum;
    }
  }

  /**
   * Backpropagates the gradient of a loss L(a, log pi) to the head with fixed noise (Eq. 10).
   *
   * <pre>
   *   dL/du       = dL/dlogpi * 2 tanh(u) + dL/da * (1 - a^2)
   *   dL/dmu      = dL/du
   *   dL/dlogsigma = dL/du * sigma eps - dL/dlogpi     (0 where log sigma is clamped)
   * </pre>
   *
   * @param actionGradient {@code [batch x action]} dL/da. Not modified.
   * @param logLikelihoodGradient dL/dlogpi, the same for every row
   * @param headGradient {@code [batch x 2 action]}. Modified.
   */
  public void backward(float[] actionGradient, double logLikelihoodGradient, float[] headGradient) {
    for (int row = 0; row < batch; row++) {
      for (int i = 0; i < actions; i++) {
        double a = action[row * actions + i];
        double gradAction = actionGradient[row * actions + i];
        double gradU = logLikelihoodGradient * 2 * a + gradAction * (1 - a * a);
        int mu = row * 2 * actions + i;
        headGradient[mu] = (float) gradU;
        headGradient[mu + actions] =
            isClamped(row, i)
                ? 0f
                : (float)
                    (gradU * sigma[row * actions + i] * noise[row * actions + i]
                        - logLikelihoodGradient);
      }
    }
  }

  private float logSigma(int row, int i) {
    return head[row * 2 * actions + actions + i];
  }

  private double clampedLogSigma(int row, int i) {
    return clampLogSigma(logSigma(row, i));
  }

  private boolean isClamped(int row, int i) {
    float logSigma = logSigma(row, i);
    return logSigma < LOG_SIGMA_MIN || logSigma > LOG_SIGMA_MAX;
  }
}
