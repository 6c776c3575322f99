package minitaur.controller.lifecycle;

import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;

/** Texts of reset requests: what the operator is to do, and what happens next. */
final class ResetInstructions {
  static final String PLACE_AT_START =
      "place the robot at the start line, facing the lane, legs free";

  private ResetInstructions() {}

  /** Instruction after an episode with the given end. */
  static String forEpisodeEnd(EpisodeEnd end) {
    if (!(end instanceof Truncation truncation)) {
      return PLACE_AT_START;
    }
    return switch (truncation.reason()) {
      case LINK_LOST ->
          thenPlaceAtStart("check that the board is powered and its cable is connected");
      case ROBOT_STOPPED -> thenPlaceAtStart("read the cause in the log");
      case MOCAP_LOST -> thenPlaceAtStart("fix what motion capture reports");
      case SENSOR_INVALID, ENCODERS_STALE, IMU_STALE -> thenPlaceAtStart("check encoders and IMU");
      case LEGS_CROSSED, LEG_AT_STOP -> thenPlaceAtStart("separate its legs");
      case MOTOR_HOT, MOTOR_STRAINED -> thenPlaceAtStart("let its motors cool down");
      case BATTERY_LOW -> thenPlaceAtStart("insert a charged battery");
      case CONTROL_LATE -> thenPlaceAtStart("stop other programs that load this computer");
      case ACTION_INVALID, ACTION_JUMP, POLICY_MISMATCH ->
          thenPlaceAtStart("read in the log what is wrong with the policy");
      case TIME_LIMIT, RUN_ENDED, OUT_OF_LANE, OPERATOR, TOO_LOW -> PLACE_AT_START;
    };
  }

  private static String thenPlaceAtStart(String action) {
    return action + "; then " + PLACE_AT_START;
  }

  /** Description of what happens after the confirmation. */
  static String describeNextSteps(int episode) {
    return "the program checks the start position, arms the motors with a soft start, and episode "
        + episode
        + " begins";
  }
}
