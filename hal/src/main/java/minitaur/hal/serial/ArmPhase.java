package minitaur.hal.serial;

/** Phase of the arm sequence of a robot on a serial port. */
public enum ArmPhase {
  /** No frames arrive from the board. */
  UNCONNECTED,
  /** Frames arrive and the motors are off; the operator must arm the robot. */
  IDLE,
  /** The soft start moves the legs from their current angles to the standing pose. */
  STARTING,
  /** The robot stands and waits for the first command. */
  STANDING,
  /** The robot follows commands. */
  FOLLOWING,
  /** The motors are in damping mode and are switched off afterwards. */
  STOPPING;

  /** Whether the motors are driven. */
  public boolean isDriving() {
    return isCommanded() || this == STOPPING;
  }

  /** Whether the motors are driven for another purpose than to stop them. */
  boolean isCommanded() {
    return this == STARTING || this == STANDING || this == FOLLOWING;
  }
}
