package minitaur.controller.learn.soft;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.learn.nn.TrainingState;

/**
 * The temperature alpha, a dual variable that keeps the policy's entropy at a target. Adam
 * optimizes log alpha, so that alpha stays positive.
 *
 * <p>Haarnoja et al. 2018, arXiv 1812.05905, Eq. 18:
 *
 * <pre>
 *   J(alpha) = -alpha (mean(log pi(a|s)) + target),   dJ/dlogalpha = J(alpha)
 * </pre>
 *
 * <p>Many implementations minimize -log alpha (mean(log pi(a|s)) + target) instead, whose gradient
 * lacks the factor alpha: a temperature far from its equilibrium then moves at a constant rate.
 */
public final class Temperature implements TrainingState {
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double targetEntropy;
  private final double beta1;
  private final boolean logLoss;
  private double logAlpha;
  private double firstMoment;
  private double secondMoment;
  private long steps;

  /**
   * @param initial initial value of alpha
   * @param targetEntropy target entropy of all action components together, nat
   * @param beta1 Adam's decay of the first moment
   * @param logLoss whether the optimized loss has log alpha in place of alpha
   */
  public Temperature(double initial, double targetEntropy, double beta1, boolean logLoss) {
    this.targetEntropy = targetEntropy;
    this.beta1 = beta1;
    this.logLoss = logLoss;
    logAlpha = Math.log(initial);
  }

  /** The current alpha. */
  public double value() {
    return Math.exp(logAlpha);
  }

  /** The current log alpha. */
  public double logAlpha() {
    return logAlpha;
  }

  /** J(alpha), given the mean of log pi(a|s) over fresh samples. */
  public double loss(double logLikelihood) {
    return -value() * (logLikelihood + targetEntropy);
  }

  /**
   * Takes one optimizer step.
   *
   * @param logLikelihood mean of log pi(a|s) over fresh samples
   * @return J(alpha) before the step
   */
  public double step(double logLikelihood, double learningRate) {
    double loss = loss(logLikelihood);
    double gradient = logLoss ? -(logLikelihood + targetEntropy) : loss;
    steps++;
    firstMoment = beta1 * firstMoment + (1 - beta1) * gradient;
    secondMoment = BETA_2 * secondMoment + (1 - BETA_2) * gradient * gradient;
    double first = firstMoment / (1 - Math.pow(beta1, steps));
    double second = secondMoment / (1 - Math.pow(BETA_2, steps));
    logAlpha -= learningRate * first / (Math.sqrt(second) + EPSILON);
    return loss;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(logAlpha);
    out.writeDouble(firstMoment);
    out.writeDouble(secondMoment);
    out.writeLong(steps);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    logAlpha = in.readDouble();
    firstMoment = in.readDouble();
    secondMoment = in.readDouble();
    steps = in.readLong();
  }
}
