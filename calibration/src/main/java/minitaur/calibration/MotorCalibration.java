package minitaur.calibration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import minitaur.hal.Motor;
import minitaur.hal.motor.JointMap;

/**
 * Encoder zeros and directions of all motors.
 *
 * @param date date of the calibration, such as 2026-03-01
 * @param procedure procedure that determined them
 * @param motors zero of each motor
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
    return Objects.requireNonNull(motors.get(motor));
  }

  /** The map from encoder values to joint angles. */
  public JointMap jointMap() {
    int[] sign = new int[Motor.COUNT];
    double[] zero = new double[Motor.COUNT];
    for (Motor motor : Motor.values()) {
      sign[motor.ordinal()] = of(motor).sign();
      zero[motor.ordinal()] = of(motor).zeroRad();
    }
    return new JointMap(sign, zero);
  }
}
