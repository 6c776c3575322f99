package minitaur.controller.operator;

/** Where the robot is in the life of an episode. */
public enum Phase {
  /** Nothing is wanted of the robot; its motors are off. */
  IDLE,
  /** The checks before a motion, and the soft start. */
  ARMING,
  /** Stands at the start and follows commands. */
  STANDING,
  /** An episode is under way. */
  RUNNING,
  /** An episode is over; its last poses are still on their way. */
  ENDED,
  /** The robot tries to get up by itself. */
  STAND_UP,
  /** The operator is asked to set the robot at its start. */
  RESET_REQUESTED,
  /** The operator says it is done; that is being checked. */
  RESET_CONFIRMED,
  /** The operator wants a break; the motors are off. */
  PAUSED,
  /** Stopped by the operator or for a fault. Latched: only a release leads out of it. */
  EMERGENCY_STOP,
  /** The run is over. */
  FINISHED
}
