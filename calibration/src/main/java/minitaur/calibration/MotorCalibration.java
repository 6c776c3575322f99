package minitaur.calibration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import minitaur.hal.Motor;
import minitaur.hal.motor.JointMap;

/**
 * Zeros and directions of all motors.
 *
 * @param date when they were found, such as 2026-03-01
 * @param procedure how they were found
 * @param motors a zero for every motor
 */
public record MotorCalibration(String date, String procedure, Map<Motor, MotorZero> motors) {

  public MotorCalibration {
    for (Motor motor : Motor.values()) {
      if (!motors.containsKey(motor)) {
        throw new IllegalArgumentException(motor + " is missing; every motor needs a zero");
      }
    }
    motors = Collections.unmodifiableMap(new EnumMap<>(motors));
  }

  /** The zero of a motor. */
  public MotorZero of(Motor motor) {
    MotorZero zero = motors.get(motor);
    if (zero == null) {
      throw new IllegalStateException(motor + " is missing");
    }
    return zero;
  }

  /** From encoders to angles. */
  public JointMap joints() {
    int[] sign = new int[Motor.COUNT];
    double[] zero = new double[Motor.COUNT];
    for (Motor motor : Motor.values()) {
      sign[motor.ordinal()] = of(motor).sign();
      zero[motor.ordinal()] = of(motor).zeroRad();
    }
    return new JointMap(sign, zero);
  }
}
