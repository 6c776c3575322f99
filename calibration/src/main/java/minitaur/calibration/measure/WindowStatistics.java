package minitaur.calibration.measure;

import java.util.Arrays;
import minitaur.calibration.CalibrationException;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.RawSensors;
import minitaur.hal.wire.RawState;

/**
 * Statistics of the sensors over a time window: mean, noise, and whether the measured quantity
 * moved.
 *
 * <p>The noise is estimated from successive differences, which slow motion hardly affects. Motion
 * is detected as variation beyond that noise (von Neumann 1941: the ratio of the mean square
 * successive difference to the variance) or as drift from the first half of the window to the
 * second. The tolerances therefore follow from the sensors' own noise.
 */
public final class WindowStatistics {
  private static final long PERIOD_NANOS = 1_000_000;

  /** Time for a link that is lost during a window to recover; the window is then repeated. */
  private static final long RECOVERY_NANOS = 2_000_000_000;

  /** Max ratio of standard deviation to noise; white noise practically never exceeds it. */
  private static final double MAX_DEVIATION_TO_NOISE = 1.3;

  /** Drift tolerance, in standard deviations of the difference of two means. */
  private static final double DRIFT_SIGMAS = 5;

  private final double[] mean = new double[Channel.COUNT];
  private final double[] noise = new double[Channel.COUNT];
  private final double[] deviation = new double[Channel.COUNT];
  private final double[] drift = new double[Channel.COUNT];
  private final int count;

  private WindowStatistics(double[][] samples, int count) {
    this.count = count;
    for (int channel = 0; channel < Channel.COUNT; channel++) {
      computeStatistics(channel, samples[channel]);
    }
  }

  private void computeStatistics(int channel, double[] x) {
    int half = count / 2;
    double firstMean = 0;
    double secondMean = 0;
    for (int i = 0; i < count; i++) {
      firstMean += i < half ? x[i] / half : 0;
      secondMean += i < half ? 0 : x[i] / (count - half);
    }
    mean[channel] = 0.5 * (firstMean + secondMean);
    drift[channel] = secondMean - firstMean;
    double squareSum = 0;
    double differenceSquareSum = 0;
    for (int i = 0; i < count; i++) {
      squareSum += (x[i] - mean[channel]) * (x[i] - mean[channel]);
      differenceSquareSum += i == 0 ? 0 : (x[i] - x[i - 1]) * (x[i] - x[i - 1]);
    }
    deviation[channel] = Math.sqrt(squareSum / count);
    noise[channel] = Math.sqrt(0.5 * differenceSquareSum / (count - 1));
  }

  /** Reads the newest values. */
  @FunctionalInterface
  private interface SampleSource {
    /**
     * @param channels {@code [channel]}. Modified.
     * @return capture time, ns; {@link BoardSample#NEVER} when the robot does not respond
     */
    long read(double[] channels);
  }

  /**
   * Observes a calibrated robot.
   *
   * @param seconds duration of the window
   * @throws CalibrationException when the robot does not respond, or gives too few samples
   */
  public static WindowStatistics measure(Robot robot, Clock clock, double seconds)
      throws CalibrationException {
    RobotState state = new RobotState();
    SampleSource source =
        channels -> {
          robot.read(state);
          Channel.read(state, channels);
          return state.connected ? state.encoderTimeNanos : BoardSample.NEVER;
        };
    return sample(source, clock, seconds);
  }

  /**
   * Observes sensors before calibration.
   *
   * @param seconds duration of the window
   * @throws CalibrationException when the robot does not respond, or gives too few samples
   */
  public static WindowStatistics measure(RawSensors sensors, Clock clock, double seconds)
      throws CalibrationException {
    RawState state = new RawState();
    SampleSource source =
        channels -> {
          sensors.readRaw(state);
          Channel.read(state, channels);
          return state.encoderTimeNanos;
        };
    return sample(source, clock, seconds);
  }

  private static WindowStatistics sample(SampleSource source, Clock clock, double seconds)
      throws CalibrationException {
    int capacity = (int) (seconds * 1e9 / PERIOD_NANOS);
    double[][] samples = new double[Channel.COUNT][capacity];
    double[] newest = new double[Channel.COUNT];
    long lastCaptureNanos = BoardSample.NEVER;
    int count = 0;
    long start = clock.nanos();
    long deadline = start + capacity * PERIOD_NANOS + RECOVERY_NANOS;
    int ticks = 0;
    while (ticks < capacity) {
      ticks++;
      clock.waitUntil(start + ticks * PERIOD_NANOS);
      long captureNanos = source.read(newest);
      if (captureNanos == BoardSample.NEVER) {
        if (clock.nanos() > deadline) {
          throw new CalibrationException("the robot does not respond; check its link and power");
        }
        // Restart the window.
        start = clock.nanos();
        lastCaptureNanos = BoardSample.NEVER;
        count = 0;
        ticks = 0;
        continue;
      }
      if (captureNanos != lastCaptureNanos) {
        lastCaptureNanos = captureNanos;
        for (int channel = 0; channel < Channel.COUNT; channel++) {
          samples[channel][count] = newest[channel];
        }
        count++;
      }
    }
    if (count < 8) {
      throw new CalibrationException(
          "the robot sent %d samples in %.1f s; at least 8 are required", count, seconds);
    }
    for (int channel = 0; channel < Channel.COUNT; channel++) {
      samples[channel] = Arrays.copyOf(samples[channel], count);
    }
    return new WindowStatistics(samples, count);
  }

  /** Mean of a channel; NaN when unknown. */
  public double mean(int channel) {
    return mean[channel];
  }

  /**
   * Whether the quantity of a channel was constant; false when the channel is unknown.
   *
   * @param minTolerance tolerance in addition to the noise, in the channel's unit
   */
  public boolean isStationary(int channel, double minTolerance) {
    double tolerance = DRIFT_SIGMAS * noise[channel] * 2 / Math.sqrt(count);
    return Math.abs(drift[channel]) <= minTolerance + tolerance
        && deviation[channel] <= minTolerance + MAX_DEVIATION_TO_NOISE * noise[channel];
  }
}
