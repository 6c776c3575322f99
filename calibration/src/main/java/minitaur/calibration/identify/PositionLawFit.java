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
 */
final class PositionLawFit {
  private static final double WIDTH_SECONDS = 0.004;
  private static final int STRIDE = 3;

  private static final int ITERATIONS = 12;
  private static final double LONGEST_SECONDS = 0.05;
  private static final double CONVERGED_SECONDS = 1e-7;

  /** Above this duty cycle, the output of the law may have been clipped. */
  private static final double LARGEST_DUTY = 0.9;

  private final double commandLatency;
  private final double positionLatency;

  private PositionLawFit(double commandLatency, double positionLatency) {
    this.commandLatency = commandLatency;
    this.positionLatency = positionLatency;
  }

  /** Lc, s. */
  double commandLatency() {
    return commandLatency;
  }

  /** Lp, s. */
  double positionLatency() {
    return positionLatency;
  }

  private static final Smoothing SMOOTHING = new Smoothing(WIDTH_SECONDS, Recording.PERIOD_SECONDS);

  /** Number of unused samples at either end of a recording. */
  private static final int MARGIN =
      SMOOTHING.margin() + (int) (LONGEST_SECONDS / Recording.PERIOD_SECONDS) + 2;

  /** The smoothed signals of one recording. */
  private record Smooth(
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
      Recording[] recordings,
      Recording.Signals[] signals,
      int side,
      double readingDelay,
      double velocityAge)
      throws CalibrationException {
    Smooth[] smooth = new Smooth[recordings.length];
    double volts = 0;
    for (int i = 0; i < smooth.length; i++) {
      smooth[i] = smooth(recordings[i], signals[i], side, readingDelay);
      volts += recordings[i].volts() / smooth.length;
    }
    double[] p = {
      volts / TorqueCurve.RESISTANCE, TorqueCurve.BACK_EMF / TorqueCurve.RESISTANCE, 0.003, 0.003
    };
    double change = 1;
    for (int iteration = 0; iteration < ITERATIONS && change > CONVERGED_SECONDS; iteration++) {
      change = step(smooth, velocityAge / Recording.PERIOD_SECONDS, p);
    }
    return new PositionLawFit(p[2], p[3]);
  }

  private static Smooth smooth(
      Recording recording, Recording.Signals signals, int side, double readingDelay) {
    double[] torque = signals.torque()[side];
    double[] current = new double[torque.length];
    for (int k = 0; k < current.length; k++) {
      double effective = at(torque, k + readingDelay / Recording.PERIOD_SECONDS);
      current[k] = Math.copySign(TorqueCurve.current(Math.abs(effective)), effective);
    }
    return new Smooth(
        recording,
        SMOOTHING.apply(0, signals.target()[side]),
        SMOOTHING.apply(1, signals.target()[side]),
        SMOOTHING.apply(0, signals.angle()[side]),
        SMOOTHING.apply(1, signals.angle()[side]),
        SMOOTHING.apply(2, signals.angle()[side]),
        SMOOTHING.apply(0, current));
  }

  /**
   * One Gauss-Newton step. Modified: {@code p}, which holds a, e, Lc and Lp. Returns the change of
   * the latencies, s.
   *
   * @param age Lv, samples
   */
  private static double step(Smooth[] recordings, double age, double[] p)
      throws CalibrationException {
    int most = 0;
    for (Smooth s : recordings) {
      most += s.q().length / STRIDE + 1;
    }
    double[][] x = new double[most][4];
    double[] y = new double[most];
    int rows = 0;
    for (Smooth s : recordings) {
      for (int k = MARGIN; k < s.q().length - MARGIN; k += STRIDE) {
        double command = k - p[2] / Recording.PERIOD_SECONDS;
        double sample = k - p[3] / Recording.PERIOD_SECONDS;
        double duty =
            s.kp() * (at(s.target(), command) - at(s.q(), sample))
                - s.kd() * at(s.rate(), sample - age);
        if (Math.abs(duty) > LARGEST_DUTY) {
          continue;
        }
        x[rows][0] = duty;
        x[rows][1] = -s.rate()[k];
        x[rows][2] = -p[0] * s.kp() * at(s.targetRate(), command);
        x[rows][3] =
            p[0] * (s.kp() * at(s.rate(), sample) + s.kd() * at(s.acceleration(), sample - age));
        y[rows] = s.current()[k] - p[0] * duty + p[1] * s.rate()[k];
        rows++;
      }
    }
    LeastSquares fit = LeastSquares.solve(x, y, rows);
    p[0] += fit.value(0);
    p[1] += fit.value(1);
    p[2] = bounded(p[2] + fit.value(2));
    p[3] = bounded(p[3] + fit.value(3));
    return Math.abs(fit.value(2)) + Math.abs(fit.value(3));
  }

  private static double bounded(double seconds) {
    return Math.max(-LONGEST_SECONDS, Math.min(LONGEST_SECONDS, seconds));
  }

  /** Linear interpolation between two samples. */
  private static double at(double[] x, double index) {
    double inside = Math.max(0, Math.min(x.length - 1.001, index));
    int k = (int) inside;
    return x[k] + (inside - k) * (x[k + 1] - x[k]);
  }
}
