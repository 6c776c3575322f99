package minitaur.hal.serial;

/** Phase of the arm sequence of a robot on a serial port. */
public enum ArmPhase {
  /** No frames arrive from the board. */
  UNCONNECTED,
  /** Frames arrive, the motors are off; the operator must arm the robot. */
  IDLE,
  /** The soft start leads the legs from where they were to standing. */
  STARTING,
  /** The robot stands and waits for the first command. */
  STANDING,
  /** The robot follows commands. */
  FOLLOWING,
  /** The motors damp, then they are switched off. */
  STOPPING;

  /** Whether the motors are driven. */
  public boolean isDriving() {
    return this == STARTING || this == STANDING || this == FOLLOWING || this == STOPPING;
  }
}
