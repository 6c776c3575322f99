package minitaur.hal.serial;

/**
 * Capability of a board on which the position loop relies. A board declares which promises it keeps
 * itself ({@link BoardTraits#supports}); each promise states what happens with a board that does
 * not keep it.
 */
public enum BoardCapability {
  /** The position law runs on the board. */
  POSITION_CONTROL("the position law runs on this computer and sends duties"),
  /** Single motors can be disabled while the others are driven. */
  MOTOR_DISABLE("a motor that must be off switches every motor off"),
  /** The board ends motion by itself when no commands arrive. */
  WATCHDOG(
      "a guard process must be running before the port is opened; a board whose cable is disconnected"
          + " holds its last position until its own switch is used"),
  /** The board measures the winding temperatures. */
  WINDING_TEMPERATURE("winding temperatures are estimated from the motor currents"),
  /** The board measures the motor currents. */
  CURRENT("motor currents are estimated from the commands"),
  /** The board has an IMU. */
  ATTITUDE("tilt is unknown and not checked before arming; training is refused"),
  /** A restart of the board can be detected from its frames. */
  RESTART_DETECTION("a restart is recognized only by a jump of the encoders"),
  /** The board reports whether it drives the motors as commanded. */
  ACKNOWLEDGEMENT("whether commands are obeyed is not known"),
  /**
   * The board echoes the sequence number of the newest command, which allows measuring the round
   * trip.
   */
  COMMAND_ECHO("a command that does not arrive shows only in what the motors do");

  private final String fallback;

  BoardCapability(String fallback) {
    this.fallback = fallback;
  }

  /** Consequence for a board that does not keep the promise. */
  public String fallback() {
    return fallback;
  }
}
