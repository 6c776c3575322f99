package minitaur.controller.lifecycle;

import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;

/** What the operator is told to do, and what comes then. */
final class ResetInstructions {
  static final String PLACE = "set it at the start line facing the lane, legs free";

  private ResetInstructions() {}

  /** What to do after an episode that ended so. */
  static String todo(EpisodeEnd end) {
    if (!(end instanceof Truncation truncation)) {
      return PLACE;
    }
    return switch (truncation.reason()) {
      case LINK_LOST -> first("see that the board is on and its cable holds");
      case ROBOT_STOPPED -> first("read in the log what stopped it");
      case MOCAP_LOST -> first("see that its markers are on and the cameras see them");
      case SENSOR_INVALID, ENCODERS_STALE, IMU_STALE -> first("look at encoders and inertial unit");
      case LEGS_CROSSED, LEG_AT_STOP -> first("part its legs");
      case MOTOR_HOT, MOTOR_STRAINED -> first("let its motors cool");
      case BATTERY_LOW -> first("give it a charged battery");
      case CONTROL_LATE -> first("see what else keeps this computer busy");
      case ACTION_INVALID, ACTION_JUMP, POLICY_MISMATCH ->
          first("look into the log for what is wrong with the policy");
      case TIME_LIMIT, RUN_ENDED, OUT_OF_LANE, OPERATOR, TOO_LOW -> PLACE;
    };
  }

  private static String first(String what) {
    return what + "; then " + PLACE;
  }

  /** What comes when it is confirmed. */
  static String next(int episode) {
    return "its place is checked, the motors start softly, episode " + episode + " begins";
  }
}
