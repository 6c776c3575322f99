package minitaur.calibration.identify;

import minitaur.calibration.CalibrationException;
import minitaur.hal.Leg;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;

/** Commands and states of one leg's motors during a motion, resampled to a common time grid. */
final class Recording {
  /** Step of the grid, s. */
  static final double PERIOD_SECONDS = 1e-3;

  private static final long PERIOD_NANOS = 1_000_000;

  final Leg leg;
  final double kp;
  final double kd;
  private final int[] motor = new int[2];
  private final long[] writeNanos;
  private final double[][] target;
  private final long[] sampleNanos;
  private final double[][] angle;
  private final double[][] torque;
  private int writeCount;
  private int sampleCount;
  private double voltSum;
  private double ageSum;
  private double ageSquareSum;

  Recording(Leg leg, double kp, double kd, double seconds) {
    this.leg = leg;
    this.kp = kp;
    this.kd = kd;
    motor[0] = leg.rear().ordinal();
    motor[1] = leg.front().ordinal();
    int capacity = (int) Math.ceil(seconds / PERIOD_SECONDS) + 1;
    writeNanos = new long[capacity];
    target = new double[2][capacity];
    sampleNanos = new long[capacity];
    angle = new double[2][capacity];
    torque = new double[2][capacity];
  }

  /** Records a command that was just written. */
  void addWrite(MotorCommand command, long nanos) {
    writeNanos[writeCount] = nanos;
    for (int i = 0; i < 2; i++) {
      target[i][writeCount] = command.targetAngleRad[motor[i]];
    }
    writeCount++;
  }

  /** Records a state that was just read; duplicates are skipped. */
  void addState(RobotState state, long nanos) {
    if (sampleCount > 0 && state.encoderTimeNanos <= sampleNanos[sampleCount - 1]) {
      return;
    }
    sampleNanos[sampleCount] = state.encoderTimeNanos;
    for (int i = 0; i < 2; i++) {
      angle[i][sampleCount] = state.motorAngleRad[motor[i]];
      torque[i][sampleCount] = state.motorTorqueNm[motor[i]];
    }
    sampleCount++;
    voltSum += state.batteryVoltage;
    double age = (nanos - state.encoderTimeNanos) * 1e-9;
    ageSum += age;
    ageSquareSum += age * age;
  }

  /** Mean supply voltage, V. */
  double meanVoltage() {
    return voltSum / sampleCount;
  }

  /** Mean age of the states when they were read, s. */
  double meanAge() {
    return ageSum / sampleCount;
  }

  /** Standard deviation of that age, s. */
  double ageDeviation() {
    return Math.sqrt(Math.max(0, ageSquareSum / sampleCount - meanAge() * meanAge()));
  }

  /**
   * Resamples the signals of the leg's rear (0) and front (1) motor to a uniform grid that starts
   * at the first sample.
   */
  Signals resampledSignals() throws CalibrationException {
    if (sampleCount < 100 || sampleNanos[sampleCount - 1] - sampleNanos[0] < 100L * sampleCount) {
      throw new CalibrationException("too few states received from the robot: " + sampleCount);
    }
    int count = (int) ((sampleNanos[sampleCount - 1] - sampleNanos[0]) / PERIOD_NANOS) + 1;
    double[][] resampledAngle = new double[2][];
    double[][] resampledTorque = new double[2][];
    double[][] resampledTarget = new double[2][];
    for (int i = 0; i < 2; i++) {
      resampledAngle[i] = resample(sampleNanos, angle[i], sampleCount, count);
      resampledTorque[i] = resample(sampleNanos, torque[i], sampleCount, count);
      resampledTarget[i] = resample(writeNanos, target[i], writeCount, count);
      for (double value : resampledTorque[i]) {
        if (!Double.isFinite(value)) {
          throw new CalibrationException(
              "the board reports no torque of " + leg + "; identification requires the torque");
        }
      }
    }
    return new Signals(resampledAngle, resampledTorque, resampledTarget);
  }

  /** Recorded signals, {@code [rear, front][sample]}, one sample every {@link #PERIOD_SECONDS}. */
  record Signals(double[][] angle, double[][] torque, double[][] target) {}

  /**
   * Resamples values to the grid that starts at the time of the first state; constant outside their
   * range.
   */
  private double[] resample(long[] nanos, double[] value, int size, int count) {
    double[] result = new double[count];
    int i = 0;
    for (int k = 0; k < count; k++) {
      long time = sampleNanos[0] + k * PERIOD_NANOS;
      while (i < size - 2 && nanos[i + 1] <= time) {
        i++;
      }
      double fraction = (double) (time - nanos[i]) / (nanos[i + 1] - nanos[i]);
      fraction = Math.max(0, Math.min(1, fraction));
      result[k] = value[i] + fraction * (value[i + 1] - value[i]);
    }
    return result;
  }
}
