package minitaur.hal.mocap;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Kalman filter that estimates position, velocity and acceleration from noisy positions. Its model
 * is constant acceleration driven by white-noise jerk (Bar-Shalom, Li, Kirubarajan 2001,
 * "Estimation with Applications to Tracking and Navigation", section 6.2.3).
 *
 * <p>The three axes have the same model and noise, hence the same covariance and gain: one
 * covariance {@code [3 x 3]} serves a state {@code [3 x axis]} whose rows are position m, velocity
 * m/s and acceleration m/s^2. Time steps may differ in length. Nothing is allocated after
 * construction.
 */
public final class VelocityFilter {
  /** Axis along the walkway. */
  public static final int X = 0;

  /** Axis across the walkway. */
  public static final int Y = 1;

  /** Vertical axis. */
  public static final int Z = 2;

  private static final int ORDER = 3;
  private static final int AXES = 3;
  private static final int POSITION = 0;
  private static final int VELOCITY = 1;

  /** Initial standard deviation for a walking robot, m/s. */
  private static final double INITIAL_VELOCITY_DEVIATION = 1;

  /** Initial standard deviation for a walking robot, m/s^2. */
  private static final double INITIAL_ACCELERATION_DEVIATION = 10;

  private final double measurementVariance;
  private final double jerkDensity;

  private final DMatrixRMaj state = new DMatrixRMaj(ORDER, AXES);
  private final DMatrixRMaj covariance = new DMatrixRMaj(ORDER, ORDER);
  private final DMatrixRMaj transition = CommonOps_DDRM.identity(ORDER);
  private final DMatrixRMaj predictedState = new DMatrixRMaj(ORDER, AXES);
  private final DMatrixRMaj product = new DMatrixRMaj(ORDER, ORDER);
  private final DMatrixRMaj gain = new DMatrixRMaj(ORDER, 1);
  private final DMatrixRMaj covarianceRow = new DMatrixRMaj(1, ORDER);
  private final DMatrixRMaj innovation = new DMatrixRMaj(1, AXES);

  /**
   * @param positionDeviation standard deviation of a measured coordinate, m
   * @param jerkDensity spectral density of the jerk: variance that the acceleration gains per
   *     second, (m/s^2)^2/s
   */
  public VelocityFilter(double positionDeviation, double jerkDensity) {
    if (!(positionDeviation > 0 && jerkDensity > 0)) {
      throw new IllegalArgumentException(
          "the filter needs a noise and a jerk density above 0, not %s m and %s m^2/s^5"
              .formatted(positionDeviation, jerkDensity));
    }
    measurementVariance = positionDeviation * positionDeviation;
    this.jerkDensity = jerkDensity;
  }

  /** Restarts at a measured position, m, with unknown velocity and acceleration. */
  public void reset(double x, double y, double z) {
    state.zero();
    state.set(POSITION, X, x);
    state.set(POSITION, Y, y);
    state.set(POSITION, Z, z);
    covariance.zero();
    covariance.set(0, 0, measurementVariance);
    covariance.set(1, 1, INITIAL_VELOCITY_DEVIATION * INITIAL_VELOCITY_DEVIATION);
    covariance.set(2, 2, INITIAL_ACCELERATION_DEVIATION * INITIAL_ACCELERATION_DEVIATION);
  }

  /** Predicts the state after {@code dt} s: x = F x, P = F P F^T + Q. */
  public void predict(double dt) {
    // F = [1 dt dt^2/2; 0 1 dt; 0 0 1]
    transition.set(0, 1, dt);
    transition.set(0, 2, dt * dt / 2);
    transition.set(1, 2, dt);

    CommonOps_DDRM.mult(transition, state, predictedState);
    state.setTo(predictedState);
    CommonOps_DDRM.mult(transition, covariance, product);
    CommonOps_DDRM.multTransB(product, transition, covariance);

    // Q = q [dt^5/20 dt^4/8 dt^3/6; dt^4/8 dt^3/3 dt^2/2; dt^3/6 dt^2/2 dt]
    double q1 = jerkDensity * dt;
    double q2 = q1 * dt;
    double q3 = q2 * dt;
    double q4 = q3 * dt;
    double q5 = q4 * dt;
    covariance.add(0, 0, q5 / 20);
    covariance.add(0, 1, q4 / 8);
    covariance.add(1, 0, q4 / 8);
    covariance.add(0, 2, q3 / 6);
    covariance.add(2, 0, q3 / 6);
    covariance.add(1, 1, q3 / 3);
    covariance.add(1, 2, q2 / 2);
    covariance.add(2, 1, q2 / 2);
    covariance.add(2, 2, q1);
  }

  /**
   * Normalized innovation of a measured position, m: the max of the three axes, in standard
   * deviations.
   */
  public double normalizedInnovation(double x, double y, double z) {
    double maxError =
        Math.max(
            Math.abs(x - position(X)),
            Math.max(Math.abs(y - position(Y)), Math.abs(z - position(Z))));
    return maxError / Math.sqrt(innovationVariance());
  }

  /**
   * Corrects the state by a measured position, m: K = P H^T / S, x = x + K (z - H x), P = P - K H
   * P.
   */
  public void correct(double x, double y, double z) {
    innovation.set(0, X, x - position(X));
    innovation.set(0, Y, y - position(Y));
    innovation.set(0, Z, z - position(Z));
    CommonOps_DDRM.extractRow(covariance, POSITION, covarianceRow);
    CommonOps_DDRM.extractColumn(covariance, POSITION, gain);
    CommonOps_DDRM.divide(gain, innovationVariance());

    CommonOps_DDRM.multAdd(gain, innovation, state);
    CommonOps_DDRM.multAdd(-1, gain, covarianceRow, covariance);
  }

  /** Position on an axis, m. */
  public double position(int axis) {
    return state.get(POSITION, axis);
  }

  /** Velocity on an axis, m/s. */
  public double velocity(int axis) {
    return state.get(VELOCITY, axis);
  }

  private double innovationVariance() {
    return covariance.get(POSITION, POSITION) + measurementVariance;
  }
}
