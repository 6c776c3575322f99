package minitaur.hal.motor;

/** The limits of {@link MotorProtection}. */
public enum ProtectionLimit {
  /** A duty was beyond the allowed one. */
  DUTY,
  /** A duty would have made more torque than allowed. */
  TORQUE,
  /** A motor turned too fast and was driven further. */
  VELOCITY,
  /** More than the long-term torque for too long: that motor is off. */
  OVERLOAD,
  /** A winding is too hot: that motor is off. */
  TEMPERATURE,
  /** The battery is low: a warning. */
  BATTERY_LOW,
  /** The battery is empty: the robot must stop. */
  BATTERY_EMPTY,
  /** An encoder's angle is unknown or out of range: the robot must stop. */
  ENCODER_IMPLAUSIBLE,
  /** An encoder's angle jumped: the robot must stop. */
  ENCODER_JUMPED,
  /** An encoder's angle does not change although the motor's target does: the robot must stop. */
  ENCODER_STUCK;

  private static final ProtectionLimit[] VALUES = values();

  /** Number of limits. */
  public static final int COUNT = VALUES.length;

  /** The limit with {@link #ordinal()} {@code index}, without a copy of all. */
  public static ProtectionLimit of(int index) {
    return VALUES[index];
  }
}
