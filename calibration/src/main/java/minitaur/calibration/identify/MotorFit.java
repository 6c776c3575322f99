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
 * where f is the torque required for the leg's motion ({@link LegInverseDynamics}), tau the torque
 * that the board computes from the current, k the ratio of the torque constants, d the delay of the
 * torque reading, J the inertia of rotor and upper link, b and c viscous and Coulomb friction, and
 * o a constant offset, caused by cogging and, under gravity, by errors of the zeros. Gravity and
 * the leg's own inertia, which are known, separate k from J. Rows near a reversal are excluded
 * because dry friction is not a sign function there.
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
  private static final double KERNEL_WIDTH_SECONDS = 0.009;

  /** Samples per row. After smoothing, more rows would add no information. */
  private static final int SAMPLES_PER_ROW = 4;

  /** Correlation time of the residuals: the duration of a slow reversal. */
  private static final double CORRELATION_SECONDS = 0.5;

  private static final double REVERSAL_RAD_PER_SEC = 0.25;

  // Systematic error of the method, as a relative standard deviation: what remains after balancing
  // the two errors of the smoothing. Determined on simulated robots; larger than the scatter that
  // the residuals indicate.
  private static final double RATIO_METHOD_ERROR = 0.005;

  private static final double FRICTION_METHOD_ERROR = 0.01;
  private static final double INERTIA_METHOD_ERROR = 0.03;

  /** Rejection threshold: larger residuals are not caused by the motor. */
  private static final double OUTLIER_SIGMAS = 6;

  private static final int OUTLIER_ITERATIONS = 3;

  /** Ratio of the standard deviation to the median absolute deviation of a normal distribution. */
  private static final double MEDIAN_TO_SIGMA = 1.4826;

  /** Two-sided 95 % quantile of the normal distribution. */
  private static final double CONFIDENCE_SIGMAS = 1.96;

  private final List<double[]> rows = new ArrayList<>();
  private final List<Double> motionTorques = new ArrayList<>();

  private static final int TORQUE = 0;
  private static final int TORQUE_RATE = 1;
  private static final int INERTIA = 2;
  private static final int VISCOUS = 3;
  private static final int COULOMB = 4;
  private static final int COLUMNS = 6;

  /**
   * Collects the rows of one motor.
   *
   * @param recordings recordings of the motor's leg
   * @param side 0 for the rear motor, 1 for the front one
   */
  MotorFit(List<Recording.Signals> recordings, int side, RobotGeometry geometry) {
    LegInverseDynamics dynamics = new LegInverseDynamics(geometry);
    GaussianFilter filter = new GaussianFilter(KERNEL_WIDTH_SECONDS, Recording.PERIOD_SECONDS);
    for (Recording.Signals signals : recordings) {
      addRows(signals, side, dynamics, filter);
    }
  }

  private void addRows(
      Recording.Signals signals, int side, LegInverseDynamics dynamics, GaussianFilter filter) {
    double[][][] q = new double[3][2][];
    for (int order = 0; order < 3; order++) {
      for (int i = 0; i < 2; i++) {
        q[order][i] = filter.apply(order, signals.angle()[i]);
      }
    }
    double[] tau = filter.apply(0, signals.torque()[side]);
    double[] tauRate = filter.apply(1, signals.torque()[side]);
    int count = tau.length;
    double[] sign = new double[count];
    for (int k = 0; k < count; k++) {
      sign[k] = Math.signum(q[1][side][k]);
    }
    double[] smoothSign = filter.apply(0, sign);
    int margin = 2 * filter.margin();
    for (int k = margin; k < count - margin; k += SAMPLES_PER_ROW) {
      double rate = q[1][side][k];
      if (Math.abs(rate) < REVERSAL_RAD_PER_SEC) {
        continue;
      }
      double[] torque =
          dynamics.torque(
              new double[] {q[0][0][k], q[0][1][k]},
              new double[] {q[1][0][k], q[1][1][k]},
              new double[] {q[2][0][k], q[2][1][k]});
      rows.add(
          new double[] {
            tau[k], tauRate[k], -q[2][side][k], -rate, -smoothSign[k], -1,
          });
      motionTorques.add(torque[side]);
    }
  }

  /** Delay of the torque reading, s; negative when the reading precedes its effect. */
  double readingDelay() throws CalibrationException {
    LeastSquares fit = solve(rows.toArray(new double[0][]));
    return fit.coefficient(TORQUE_RATE) / fit.coefficient(TORQUE);
  }

  /**
   * Estimates the parameters of the motor.
   *
   * @param delay delay of the torque reading, s
   */
  MotorIdentification identify(double delay) throws CalibrationException {
    double[][] x = new double[rows.size()][];
    for (int row = 0; row < x.length; row++) {
      double[] fullRow = rows.get(row);
      x[row] = new double[COLUMNS - 1];
      x[row][0] = fullRow[TORQUE] + delay * fullRow[TORQUE_RATE];
      System.arraycopy(fullRow, INERTIA, x[row], 1, COLUMNS - 2);
    }
    LeastSquares fit = solve(x);
    return new MotorIdentification(
        estimate(fit, TORQUE, RATIO_METHOD_ERROR),
        estimate(fit, VISCOUS - 1, FRICTION_METHOD_ERROR),
        estimate(fit, COULOMB - 1, FRICTION_METHOD_ERROR),
        estimate(fit, INERTIA - 1, INERTIA_METHOD_ERROR),
        fit.rms());
  }

  /**
   * Solves iteratively, excluding outliers: rows where states were missing or the robot was touched
   * carry no information about the motor.
   */
  private LeastSquares solve(double[][] allRows) throws CalibrationException {
    double[] torques = this.motionTorques.stream().mapToDouble(Double::doubleValue).toArray();
    double[][] x = allRows;
    double[] y = torques;
    LeastSquares fit = LeastSquares.solve(x, y, y.length);
    for (int iteration = 0; iteration < OUTLIER_ITERATIONS; iteration++) {
      double limit = OUTLIER_SIGMAS * fit.medianResidual() * MEDIAN_TO_SIGMA;
      LeastSquares previousFit = fit;
      int[] inliers =
          IntStream.range(0, torques.length)
              .filter(row -> Math.abs(torques[row] - previousFit.predict(allRows[row])) <= limit)
              .toArray();
      x = Arrays.stream(inliers).mapToObj(row -> allRows[row]).toArray(double[][]::new);
      y = Arrays.stream(inliers).mapToDouble(row -> torques[row]).toArray();
      fit = LeastSquares.solve(x, y, y.length);
    }
    return fit;
  }

  private static Estimate estimate(LeastSquares fit, int column, double methodError) {
    int lags = (int) (CORRELATION_SECONDS / (SAMPLES_PER_ROW * Recording.PERIOD_SECONDS));
    double value = fit.coefficient(column);
    double deviation = Math.hypot(fit.standardDeviation(column, lags), methodError * value);
    return Estimate.around(value, CONFIDENCE_SIGMAS * deviation);
  }
}
