package minitaur.hal.motor;

import java.util.Arrays;
import minitaur.hal.Motor;

/**
 * Estimates angular velocities from encoder angles and their capture times, with a critically
 * damped fading-memory filter of first order,
 *
 * <pre>
 *   theta = exp(-dt / tau)        predicted = q + v dt        e = measured - predicted
 *   q = predicted + (1 - theta^2) e        v = v + (1 - theta)^2 e / dt
 * </pre>
 *
 * where tau is the memory of the filter. At constant acceleration, the velocity lags by 2 theta dt
 * / (1 - theta), about 2 tau. After a gap longer than {@link #MAX_GAP_SECONDS}, the filter restarts
 * at velocity 0. Source: Morrison, Introduction to Sequential Smoothing and Prediction, 1969. The
 * filter is a special case of the alpha-beta filter. Allocates nothing after construction.
 */
public final class VelocityEstimator {
  /** Max gap between samples that does not restart the filter. */
  public static final double MAX_GAP_SECONDS = 0.05;

  /** Default memory: 1.5 ms, which delays the velocity used for damping by 3 ms. */
  public static final double DEFAULT_MEMORY_SECONDS = 0.0015;

  private final double memorySeconds;
  private final double[] angle = new double[Motor.COUNT];
  private final double[] velocity = new double[Motor.COUNT];
  private long timeNanos;
  private boolean started;

  /**
   * @param memorySeconds tau, above 0
   */
  public VelocityEstimator(double memorySeconds) {
    if (!(memorySeconds > 0)) {
      throw new IllegalArgumentException(
          "the velocity filter's memory must be above 0 s, not " + memorySeconds);
    }
    this.memorySeconds = memorySeconds;
  }

  /**
   * Lag of the velocity at constant acceleration, s: 2 theta dt / (1 - theta).
   *
   * @param dt time between samples, s
   */
  public static double lag(double memorySeconds, double dt) {
    double theta = StrictMath.exp(-dt / memorySeconds);
    return 2 * theta * dt / (1 - theta);
  }

  /** Resets the filter. */
  public void reset() {
    started = false;
    Arrays.fill(velocity, 0);
  }

  /**
   * Adds a sample. A sample that is not newer than the last one is ignored.
   *
   * @param measured {@code [motor]} angles, rad. Not modified.
   * @param timeNanos capture time
   */
  public void update(double[] measured, long timeNanos) {
    double dt = (timeNanos - this.timeNanos) * 1e-9;
    if (started && dt <= 0) {
      return;
    }
    if (!started || dt > MAX_GAP_SECONDS) {
      System.arraycopy(measured, 0, angle, 0, Motor.COUNT);
      Arrays.fill(velocity, 0);
      started = true;
    } else {
      double theta = StrictMath.exp(-dt / memorySeconds);
      double alpha = 1 - theta * theta;
      double beta = (1 - theta) * (1 - theta);
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        double predicted = angle[motor] + velocity[motor] * dt;
        double error = measured[motor] - predicted;
        angle[motor] = predicted + alpha * error;
        velocity[motor] += beta * error / dt;
        if (!Double.isFinite(angle[motor])) {
          angle[motor] = measured[motor];
          velocity[motor] = 0;
        }
      }
    }
    this.timeNanos = timeNanos;
  }

  /** Velocity of a motor at the last sample, rad/s; NaN while its angle is unknown. */
  public double velocity(int motor) {
    return Double.isNaN(angle[motor]) ? Double.NaN : velocity[motor];
  }
}
