package minitaur.hal.motor;

/** The limits of {@link MotorProtection}. */
public enum ProtectionLimit {
  /** A duty exceeded the max duty. */
  DUTY,
  /** A duty would have produced more than the max torque. */
  TORQUE,
  /** A motor above the max velocity was driven further in its direction. */
  VELOCITY,
  /** A motor exceeded the overload torque for too long: it is disabled. */
  OVERLOAD,
  /** A winding is too hot: its motor is disabled. */
  TEMPERATURE,
  /** The battery is low: a warning. */
  BATTERY_LOW,
  /** The battery is empty: the robot must stop. */
  BATTERY_EMPTY,
  /** An encoder's angle is unknown or out of range: the robot must stop. */
  ENCODER_IMPLAUSIBLE,
  /** An encoder's angle jumped: the robot must stop. */
  ENCODER_JUMPED,
  /** An encoder's angle is constant although the motor's target moves: the robot must stop. */
  ENCODER_STUCK
}
