package minitaur.controller.learn.paper;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The temperature alpha, a dual variable that holds the policy's entropy at its target, or a fixed
 * number.
 *
 * <p>Paper, Eq. 18; log alpha is what Adam moves, so that alpha stays above zero:
 *
 * <pre>
 *   J(alpha) = E[ -alpha log pi(a|s) - alpha Hbar ],   dJ/dlogalpha = J(alpha)
 * </pre>
 */
final class Temperature {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final boolean automatic;
  private final double targetEntropy;
  private final double learningRate;
  private double logAlpha;
  private double firstMoment;
  private double secondMoment;
  private long steps;

  Temperature(PaperSettings settings, int actionSize) {
    automatic = settings.automaticTemperature();
    targetEntropy = settings.targetEntropyPerAction() * actionSize;
    learningRate = settings.learningRate();
    logAlpha = Math.log(settings.initialTemperature());
  }

  /** alpha. */
  double value() {
    return Math.exp(logAlpha);
  }

  double logAlpha() {
    return logAlpha;
  }

  /**
   * Takes one step unless the temperature is fixed.
   *
   * @param logLikelihood {@code [batch]} log pi(a|s) of fresh samples. Not modified.
   * @return J(alpha)
   */
  double step(float[] logLikelihood) {
    double sum = 0;
    for (float value : logLikelihood) {
      sum += value;
    }
    double loss = -value() * (sum / logLikelihood.length + targetEntropy);
    if (automatic) {
      descend(loss);
    }
    return loss;
  }

  private void descend(double gradient) {
    steps++;
    firstMoment = BETA_1 * firstMoment + (1 - BETA_1) * gradient;
    secondMoment = BETA_2 * secondMoment + (1 - BETA_2) * gradient * gradient;
    double first = firstMoment / (1 - Math.pow(BETA_1, steps));
    double second = secondMoment / (1 - Math.pow(BETA_2, steps));
    logAlpha -= learningRate * first / (Math.sqrt(second) + EPSILON);
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
