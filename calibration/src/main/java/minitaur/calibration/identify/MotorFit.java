package minitaur.calibration.identify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.Estimate;
import minitaur.calibration.MotorIdentification;
import minitaur.calibration.measure.LeastSquares;
import minitaur.hal.RobotGeometry;

/**
 * Fits the parameters of a motor to the motion of its leg, by linear least squares on smoothed
 * signals:
 *
 * <pre>
 *   f(q, q', q'') = k tau + k d tau' - J q'' - b q' - c sign(q') - o
 * </pre>
 *
 * where f is the torque of the leg's motion ({@link LegInverseDynamics}), tau the torque that the
 * board computes from the current, k the ratio of the torque constants, d the delay of the torque
 * reading, J the inertia of rotor and upper link, b and c viscous and Coulomb friction, and o a
 * constant offset from cogging and from errors of the zeros under gravity. Gravity and the leg's
 * own inertia, which are known, separate k from J. Rows near a reversal are excluded because dry
 * friction is not a sign function there.
 *
 * <p>The delay of the reading is the same for all motors of a board. It is estimated first over all
 * motors and then held fixed.
 */
final class MotorFit {
  /**
   * Width of the smoothing kernel. With a narrower kernel, encoder quantization adds noise to the
   * acceleration, which attenuates its coefficient. With a wider kernel, the product of smoothed
   * signals deviates from the smoothed product. Between 0.007 and 0.010 s, both errors stay below
   * 0.6 % of the torque ratio.
   */
  private static final double WIDTH_SECONDS = 0.009;

  /** Samples per row; the smoothed signals contain no additional information. */
  private static final int STRIDE = 4;

  /** Correlation time of the residuals: the duration of a slow reversal. */
  private static final double CORRELATION_SECONDS = 0.5;

  private static final double REVERSAL_RAD_PER_SEC = 0.25;

  // Systematic error of the method, as a relative standard deviation: what remains after balancing
  // the two errors of the smoothing. Determined on simulated robots; larger than the scatter that
  // the residuals indicate.
  private static final double RATIO_METHOD = 0.005;

  private static final double FRICTION_METHOD = 0.01;
  private static final double INERTIA_METHOD = 0.03;

  /** Rejection threshold: larger residuals are not caused by the motor. */
  private static final double OUTLIER_SIGMAS = 6;

  private static final int OUTLIER_ROUNDS = 3;

  /** Ratio of the standard deviation to the median absolute deviation of a normal distribution. */
  private static final double MEDIAN_TO_SIGMA = 1.4826;

  /** Two-sided 95 % quantile of the normal distribution. */
  private static final double SIGMAS = 1.96;

  private final List<double[]> rows = new ArrayList<>();
  private final List<Double> loads = new ArrayList<>();

  private static final int TORQUE = 0;
  private static final int TORQUE_RATE = 1;
  private static final int INERTIA = 2;
  private static final int VISCOUS = 3;
  private static final int COULOMB = 4;
  private static final int COLUMNS = 6;

  /**
   * Collects the rows of one motor.
   *
   * @param recordings of its leg
   * @param side 0 for the rear motor, 1 for the front one
   */
  MotorFit(List<Recording.Signals> recordings, int side, RobotGeometry geometry) {
    LegInverseDynamics dynamics = new LegInverseDynamics(geometry);
    Smoothing smoothing = new Smoothing(WIDTH_SECONDS, Recording.PERIOD_SECONDS);
    for (Recording.Signals signals : recordings) {
      add(signals, side, dynamics, smoothing);
    }
  }

  private void add(
      Recording.Signals signals, int side, LegInverseDynamics dynamics, Smoothing smoothing) {
    double[][][] q = new double[3][2][];
    for (int order = 0; order < 3; order++) {
      for (int i = 0; i < 2; i++) {
        q[order][i] = smoothing.apply(order, signals.angle()[i]);
      }
    }
    double[] tau = smoothing.apply(0, signals.torque()[side]);
    double[] tauRate = smoothing.apply(1, signals.torque()[side]);
    int count = tau.length;
    double[] sign = new double[count];
    for (int k = 0; k < count; k++) {
      sign[k] = Math.signum(q[1][side][k]);
    }
    double[] smoothSign = smoothing.apply(0, sign);
    int margin = 2 * smoothing.margin();
    for (int k = margin; k < count - margin; k += STRIDE) {
      double rate = q[1][side][k];
      if (Math.abs(rate) < REVERSAL_RAD_PER_SEC) {
        continue;
      }
      dynamics.update(
          new double[] {q[0][0][k], q[0][1][k]},
          new double[] {q[1][0][k], q[1][1][k]},
          new double[] {q[2][0][k], q[2][1][k]});
      rows.add(
          new double[] {
            tau[k], tauRate[k], -q[2][side][k], -rate, -smoothSign[k], -1,
          });
      loads.add(side == 0 ? dynamics.rear() : dynamics.front());
    }
  }

  /** Delay of the torque reading, s; negative when the reading precedes its effect. */
  double readingDelay() throws CalibrationException {
    LeastSquares fit = solve(rows.toArray(new double[0][]));
    return fit.value(TORQUE_RATE) / fit.value(TORQUE);
  }

  /**
   * Estimates the parameters of the motor.
   *
   * @param delay of the torque reading, s
   */
  MotorIdentification identify(double delay) throws CalibrationException {
    double[][] x = new double[rows.size()][];
    for (int row = 0; row < x.length; row++) {
      double[] all = rows.get(row);
      x[row] = new double[COLUMNS - 1];
      x[row][0] = all[TORQUE] + delay * all[TORQUE_RATE];
      System.arraycopy(all, INERTIA, x[row], 1, COLUMNS - 2);
    }
    LeastSquares fit = solve(x);
    return new MotorIdentification(
        estimate(fit, TORQUE, RATIO_METHOD),
        estimate(fit, VISCOUS - 1, FRICTION_METHOD),
        estimate(fit, COULOMB - 1, FRICTION_METHOD),
        estimate(fit, INERTIA - 1, INERTIA_METHOD),
        fit.rms());
  }

  /**
   * Solves iteratively, excluding outliers: rows where states were missing or the robot was touched
   * carry no information about the motor.
   */
  private LeastSquares solve(double[][] all) throws CalibrationException {
    double[] loads = this.loads.stream().mapToDouble(Double::doubleValue).toArray();
    double[][] x = all;
    double[] y = loads;
    LeastSquares fit = LeastSquares.solve(x, y, y.length);
    for (int round = 0; round < OUTLIER_ROUNDS; round++) {
      double limit = OUTLIER_SIGMAS * fit.medianResidual() * MEDIAN_TO_SIGMA;
      LeastSquares known = fit;
      int[] near =
          IntStream.range(0, loads.length)
              .filter(row -> Math.abs(loads[row] - known.predict(all[row])) <= limit)
              .toArray();
      x = Arrays.stream(near).mapToObj(row -> all[row]).toArray(double[][]::new);
      y = Arrays.stream(near).mapToDouble(row -> loads[row]).toArray();
      fit = LeastSquares.solve(x, y, y.length);
    }
    return fit;
  }

  private static Estimate estimate(LeastSquares fit, int column, double method) {
    int lags = (int) (CORRELATION_SECONDS / (STRIDE * Recording.PERIOD_SECONDS));
    double value = fit.value(column);
    double deviation = Math.hypot(fit.deviation(column, lags), method * value);
    return Estimate.around(value, SIGMAS * deviation);
  }
}
