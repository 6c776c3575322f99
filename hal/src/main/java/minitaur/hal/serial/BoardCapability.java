package minitaur.hal.serial;

/**
 * Capability of a board on which the position loop relies. A board declares the capabilities that
 * it has ({@link BoardTraits#supports}); each constant describes the fallback for a board without
 * it.
 */
public enum BoardCapability {
  /** The position law runs on the board. */
  POSITION_CONTROL("the position law runs on this computer, which sends duties"),
  /** Single motors can be disabled while the others are driven. */
  MOTOR_DISABLE("if one motor must be off, all motors are switched off"),
  /** The board ends motion by itself when no commands arrive. */
  WATCHDOG(
      "a guard process must be running before the port is opened; a board whose cable is"
          + " disconnected holds its last position until it is switched off by hand"),
  /** The board measures the winding temperatures. */
  WINDING_TEMPERATURE(
      "winding temperatures are estimated from the motor currents, starting at 22 degC with the"
          + " program; let hot motors cool before a start"),
  /** The board measures the motor currents. */
  CURRENT("motor currents are estimated from the commands"),
  /** The board has an IMU. */
  ATTITUDE("tilt is unknown and not checked before arming; training is rejected"),
  /** A restart of the board can be detected from its frames. */
  RESTART_DETECTION("a restart is detected only by a jump of the encoder angles"),
  /** The board reports whether it drives the motors as commanded. */
  ACKNOWLEDGEMENT("whether commands are executed is unknown"),
  /**
   * The board echoes the sequence number of the newest command, which allows measuring the round
   * trip.
   */
  COMMAND_ECHO("a lost command is noticed only by the motion of the motors");

  private final String fallback;

  BoardCapability(String fallback) {
    this.fallback = fallback;
  }

  /** What the position loop does for a board without the capability. */
  public String fallback() {
    return fallback;
  }
}
