package minitaur.controller.training;

/**
 * Brings the robot to where an episode starts: in simulation a reset, at a robot the operator's
 * hands.
 */
@FunctionalInterface
interface StartProcedure {
  /** Returns when the robot stands at the start. */
  void prepare();
}
