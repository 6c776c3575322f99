package minitaur.calibration.identify;

import minitaur.calibration.CalibrationException;
import minitaur.calibration.measure.LeastSquares;
import minitaur.hal.motor.TorqueCurve;

/**
 * Fits the latencies of the position law's inputs to the current that it commands:
 *
 * <pre>
 *   i(t) = a (kp (q*(t - Lc) - q(t - Lp)) - kd q'(t - Lp - Lv)) - e q'(t)
 * </pre>
 *
 * where Lv is the known age of the law's velocity relative to its angle, Lc the command latency, Lp
 * the latency of the encoder sample, a = V / R and e = Ke / R. For a fixed kp, a larger e is
 * indistinguishable from an older sample; recordings with two gains separate them. Solved by
 * Gauss-Newton, starting from the nominal motor. The current is computed from the reported torque
 * by the nominal curve.
 *
 * @param commandLatency Lc, s
 * @param positionLatency Lp, s
 */
record PositionLawFit(double commandLatency, double positionLatency) {
  private static final double KERNEL_WIDTH_SECONDS = 0.004;
  private static final int STRIDE = 3;

  private static final int MAX_ITERATIONS = 12;
  private static final double MAX_LATENCY_SECONDS = 0.05;
  private static final double CONVERGENCE_SECONDS = 1e-7;

  /** Above this duty cycle, the output of the law may have been clipped. */
  private static final double MAX_DUTY = 0.9;

  private static final GaussianFilter FILTER =
      new GaussianFilter(KERNEL_WIDTH_SECONDS, Recording.PERIOD_SECONDS);

  /** Number of unused samples at either end of a recording. */
  private static final int MARGIN =
      FILTER.margin() + (int) (MAX_LATENCY_SECONDS / Recording.PERIOD_SECONDS) + 2;

  private record SmoothedSignals(
      Recording recording,
      double[] target,
      double[] targetRate,
      double[] q,
      double[] rate,
      double[] acceleration,
      double[] current) {
    double kp() {
      return recording.kp;
    }

    double kd() {
      return recording.kd;
    }
  }

  /**
   * Fits one motor.
   *
   * @param recordings with at least two gains. Not modified.
   * @param side 0 for the rear motor, 1 for the front one
   * @param readingDelay delay of the torque reading, s
   * @param velocityAge Lv, s
   */
  static PositionLawFit of(
      Recording[] recordings, int side, double readingDelay, double velocityAge)
      throws CalibrationException {
    SmoothedSignals[] smooth = new SmoothedSignals[recordings.length];
    double volts = 0;
    for (int i = 0; i < smooth.length; i++) {
      smooth[i] = smooth(recordings[i], side, readingDelay);
      volts += recordings[i].meanVoltage() / smooth.length;
    }
    double[] p = {
      volts / TorqueCurve.RESISTANCE, TorqueCurve.BACK_EMF / TorqueCurve.RESISTANCE, 0.003, 0.003
    };
    double change = 1;
    for (int iteration = 0;
        iteration < MAX_ITERATIONS && change > CONVERGENCE_SECONDS;
        iteration++) {
      change = step(smooth, velocityAge / Recording.PERIOD_SECONDS, p);
    }
    return new PositionLawFit(p[2], p[3]);
  }

  private static SmoothedSignals smooth(Recording recording, int side, double readingDelay)
      throws CalibrationException {
    Recording.Signals signals = recording.resampledSignals();
    double[] torque = signals.torque()[side];
    double[] current = new double[torque.length];
    for (int k = 0; k < current.length; k++) {
      double delayedTorque = interpolate(torque, k + readingDelay / Recording.PERIOD_SECONDS);
      current[k] = Math.copySign(TorqueCurve.current(Math.abs(delayedTorque)), delayedTorque);
    }
    return new SmoothedSignals(
        recording,
        FILTER.apply(0, signals.target()[side]),
        FILTER.apply(1, signals.target()[side]),
        FILTER.apply(0, signals.angle()[side]),
        FILTER.apply(1, signals.angle()[side]),
        FILTER.apply(2, signals.angle()[side]),
        FILTER.apply(0, current));
  }

  /**
   * One Gauss-Newton step. Modified: {@code p}, which holds a, e, Lc and Lp. Returns the change of
   * the latencies, s.
   *
   * @param age Lv, samples
   */
  private static double step(SmoothedSignals[] recordings, double age, double[] p)
      throws CalibrationException {
    int maxRows = 0;
    for (SmoothedSignals s : recordings) {
      maxRows += s.q().length / STRIDE + 1;
    }
    double[][] x = new double[maxRows][4];
    double[] y = new double[maxRows];
    int rows = 0;
    for (SmoothedSignals s : recordings) {
      for (int k = MARGIN; k < s.q().length - MARGIN; k += STRIDE) {
        double commandIndex = k - p[2] / Recording.PERIOD_SECONDS;
        double sampleIndex = k - p[3] / Recording.PERIOD_SECONDS;
        double duty =
            s.kp() * (interpolate(s.target(), commandIndex) - interpolate(s.q(), sampleIndex))
                - s.kd() * interpolate(s.rate(), sampleIndex - age);
        if (Math.abs(duty) > MAX_DUTY) {
          continue;
        }
        x[rows][0] = duty;
        x[rows][1] = -s.rate()[k];
        x[rows][2] = -p[0] * s.kp() * interpolate(s.targetRate(), commandIndex);
        x[rows][3] =
            p[0]
                * (s.kp() * interpolate(s.rate(), sampleIndex)
                    + s.kd() * interpolate(s.acceleration(), sampleIndex - age));
        y[rows] = s.current()[k] - p[0] * duty + p[1] * s.rate()[k];
        rows++;
      }
    }
    LeastSquares fit = LeastSquares.solve(x, y, rows);
    p[0] += fit.coefficient(0);
    p[1] += fit.coefficient(1);
    p[2] = clampLatency(p[2] + fit.coefficient(2));
    p[3] = clampLatency(p[3] + fit.coefficient(3));
    return Math.abs(fit.coefficient(2)) + Math.abs(fit.coefficient(3));
  }

  private static double clampLatency(double seconds) {
    return Math.max(-MAX_LATENCY_SECONDS, Math.min(MAX_LATENCY_SECONDS, seconds));
  }

  /** Linear interpolation between two samples. */
  private static double interpolate(double[] x, double index) {
    double clamped = Math.max(0, Math.min(x.length - 1.001, index));
    int k = (int) clamped;
    return x[k] + (clamped - k) * (x[k + 1] - x[k]);
  }
}
