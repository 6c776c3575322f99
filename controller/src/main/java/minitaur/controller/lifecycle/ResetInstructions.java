package minitaur.controller.lifecycle;

import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;

/** Texts of reset requests: what the operator is to do, and what happens next. */
final class ResetInstructions {
  static final String PLACE = "set it at the start line facing the lane, legs free";

  private ResetInstructions() {}

  /** Instruction after an episode with the given end. */
  static String todo(EpisodeEnd end) {
    if (!(end instanceof Truncation truncation)) {
      return PLACE;
    }
    return switch (truncation.reason()) {
      case LINK_LOST -> first("check that the board is powered and its cable is connected");
      case ROBOT_STOPPED -> first("read the cause in the log");
      case MOCAP_LOST -> first("fix what motion capture reports");
      case SENSOR_INVALID, ENCODERS_STALE, IMU_STALE -> first("check encoders and IMU");
      case LEGS_CROSSED, LEG_AT_STOP -> first("separate its legs");
      case MOTOR_HOT, MOTOR_STRAINED -> first("let its motors cool down");
      case BATTERY_LOW -> first("insert a charged battery");
      case CONTROL_LATE -> first("stop other programs that load this computer");
      case ACTION_INVALID, ACTION_JUMP, POLICY_MISMATCH ->
          first("read in the log what is wrong with the policy");
      case TIME_LIMIT, RUN_ENDED, OUT_OF_LANE, OPERATOR, TOO_LOW -> PLACE;
    };
  }

  private static String first(String what) {
    return what + "; then " + PLACE;
  }

  /** Description of what happens after the confirmation. */
  static String next(int episode) {
    return "the start position is checked, the motors start softly, and episode "
        + episode
        + " begins";
  }
}
