package minitaur.controller.learn.layernorm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The temperature alpha, which holds the policy's entropy at a target. Adam moves log alpha, so
 * that alpha stays positive.
 *
 * <p>Haarnoja et al. 2018, Eq. 18: {@code L = -alpha (mean(log pi) + target), dL/dlogalpha = L}
 */
final class Temperature {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double targetEntropy;
  private double logAlpha;
  private double firstMoment;
  private double secondMoment;
  private long steps;

  Temperature(double initial, double targetEntropy) {
    this.targetEntropy = targetEntropy;
    logAlpha = Math.log(initial);
  }

  /** alpha. */
  double value() {
    return Math.exp(logAlpha);
  }

  double logAlpha() {
    return logAlpha;
  }

  /**
   * Takes one step.
   *
   * @param logLikelihood mean of log pi(a|s) over fresh samples
   * @return L
   */
  double step(double logLikelihood, double learningRate) {
    double loss = -value() * (logLikelihood + targetEntropy);
    steps++;
    firstMoment = BETA_1 * firstMoment + (1 - BETA_1) * loss;
    secondMoment = BETA_2 * secondMoment + (1 - BETA_2) * loss * loss;
    double first = firstMoment / (1 - Math.pow(BETA_1, steps));
    double second = secondMoment / (1 - Math.pow(BETA_2, steps));
    logAlpha -= learningRate * first / (Math.sqrt(second) + EPSILON);
    return loss;
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(logAlpha);
    out.writeDouble(firstMoment);
    out.writeDouble(secondMoment);
    out.writeLong(steps);
  }

  void restore(DataInput in) throws IOException {
    logAlpha = in.readDouble();
    firstMoment = in.readDouble();
    secondMoment = in.readDouble();
    steps = in.readLong();
  }
}
