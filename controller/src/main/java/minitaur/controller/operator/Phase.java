package minitaur.controller.operator;

/** Phase of the episode lifecycle. */
public enum Phase {
  /** Idle; the motors are off. */
  IDLE,
  /** Checks before a motion, and soft start. */
  ARMING,
  /** The robot stands at the start and follows commands. */
  STANDING,
  /** An episode is running. */
  RUNNING,
  /** An episode has ended; its last poses may still be in transit. */
  ENDED,
  /** The robot tries to stand up by itself. */
  STAND_UP,
  /** The operator is asked to place the robot at its start. */
  RESET_REQUESTED,
  /** The operator has confirmed the reset; the start conditions are being checked. */
  RESET_CONFIRMED,
  /** Paused; the motors are off. */
  PAUSED,
  /** Stopped by the operator or because of a fault. Latched: only a release ends this phase. */
  EMERGENCY_STOP,
  /** The run has ended. */
  FINISHED
}
