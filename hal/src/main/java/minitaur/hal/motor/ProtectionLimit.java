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
  /** An encoder's value is none, or nowhere, or jumped: the robot must stop. */
  ENCODER_ABSURD,
  /** An encoder does not change although its motor is told to move: the robot must stop. */
  ENCODER_STUCK;

  private static final ProtectionLimit[] VALUES = values();

  /** Number of limits. */
  public static final int COUNT = VALUES.length;

  /** The limit with {@link #ordinal()} {@code index}, without a copy of all. */
  public static ProtectionLimit of(int index) {
    return VALUES[index];
  }

  /** Whether the whole robot must stop. */
  public boolean stopsTheRobot() {
    return this == BATTERY_EMPTY || this == ENCODER_ABSURD || this == ENCODER_STUCK;
  }
}
