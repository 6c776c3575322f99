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
  private final double[][] written;
  private final long[] sampleNanos;
  private final double[][] angle;
  private final double[][] torque;
  private int writes;
  private int samples;
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
    written = new double[2][capacity];
    sampleNanos = new long[capacity];
    angle = new double[2][capacity];
    torque = new double[2][capacity];
  }

  /** Records a command that was just written. */
  void addWrite(MotorCommand command, long nanos) {
    writeNanos[writes] = nanos;
    for (int i = 0; i < 2; i++) {
      written[i][writes] = command.targetAngleRad[motor[i]];
    }
    writes++;
  }

  /** Records a state that was just read; duplicates are skipped. */
  void addState(RobotState state, long nanos) {
    if (samples > 0 && state.encoderTimeNanos <= sampleNanos[samples - 1]) {
      return;
    }
    sampleNanos[samples] = state.encoderTimeNanos;
    for (int i = 0; i < 2; i++) {
      angle[i][samples] = state.motorAngleRad[motor[i]];
      torque[i][samples] = state.motorTorqueNm[motor[i]];
    }
    samples++;
    voltSum += state.batteryVoltage;
    double age = (nanos - state.encoderTimeNanos) * 1e-9;
    ageSum += age;
    ageSquareSum += age * age;
  }

  /** Mean supply voltage, V. */
  double volts() {
    return voltSum / samples;
  }

  /** Mean age of the states when they were read, s. */
  double age() {
    return ageSum / samples;
  }

  /** Standard deviation of that age, s. */
  double ageDeviation() {
    return Math.sqrt(Math.max(0, ageSquareSum / samples - age() * age()));
  }

  /**
   * Resamples the signals of the leg's rear (0) and front (1) motor to a uniform grid that starts
   * at the first sample.
   */
  Signals signals() throws CalibrationException {
    if (samples < 100 || sampleNanos[samples - 1] - sampleNanos[0] < 100L * samples) {
      throw new CalibrationException("too few states received from the robot: " + samples);
    }
    int count = (int) ((sampleNanos[samples - 1] - sampleNanos[0]) / PERIOD_NANOS) + 1;
    double[][] evenAngle = new double[2][];
    double[][] evenTorque = new double[2][];
    double[][] evenTarget = new double[2][];
    for (int i = 0; i < 2; i++) {
      evenAngle[i] = even(sampleNanos, angle[i], samples, count);
      evenTorque[i] = even(sampleNanos, torque[i], samples, count);
      evenTarget[i] = even(writeNanos, written[i], writes, count);
      for (double value : evenTorque[i]) {
        if (!Double.isFinite(value)) {
          throw new CalibrationException(
              "the board reports no torque of " + leg + "; identifying needs one from the current");
        }
      }
    }
    return new Signals(evenAngle, evenTorque, evenTarget);
  }

  /** Recorded signals, {@code [rear, front][sample]}, one sample every {@link #PERIOD_SECONDS}. */
  record Signals(double[][] angle, double[][] torque, double[][] target) {}

  /**
   * Resamples values to the grid that starts at the time of the first state; constant outside their
   * range.
   */
  private double[] even(long[] nanos, double[] value, int size, int count) {
    double[] result = new double[count];
    int i = 0;
    for (int k = 0; k < count; k++) {
      long time = sampleNanos[0] + k * PERIOD_NANOS;
      while (i < size - 2 && nanos[i + 1] <= time) {
        i++;
      }
      double part = (double) (time - nanos[i]) / (nanos[i + 1] - nanos[i]);
      part = Math.max(0, Math.min(1, part));
      result[k] = value[i] + part * (value[i + 1] - value[i]);
    }
    return result;
  }
}
