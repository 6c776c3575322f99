package minitaur.hal.serial;

/** How far a robot on a serial line may move. */
public enum ArmPhase {
  /** No frames come from the board. */
  UNCONNECTED,
  /** Frames come, the motors are off; the operator must arm the robot. */
  IDLE,
  /** The soft start leads the legs from where they were to standing. */
  STARTING,
  /** It stands and waits for the first command. */
  STANDING,
  /** It follows commands. */
  FOLLOWING,
  /** It damps, then its motors go off. */
  STOPPING;

  /** Whether the motors are driven. */
  public boolean isDriving() {
    return this == STARTING || this == STANDING || this == FOLLOWING || this == STOPPING;
  }
}
