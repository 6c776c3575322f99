package minitaur.controller.verify;

import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;

/** Faults of a robot's devices and of motion capture, as observed at the robot interface. */
enum DeviceFault {
  LINK_LOST(Reason.LINK_LOST, "does not respond"),
  ENCODER_SILENT(Reason.SENSOR_INVALID, "angles are unknown"),
  ENCODERS_FROZEN(Reason.ENCODERS_STALE, ""),
  IMU_SILENT(Reason.SENSOR_INVALID, "is unknown"),
  IMU_FROZEN(Reason.IMU_STALE, ""),
  BATTERY_EMPTY(Reason.BATTERY_LOW, ""),
  MOTOR_OVERHEATED(Reason.MOTOR_HOT, ""),
  /** The time limit of 0.8 s restarts with each motion. */
  MOTOR_BLOCKED(Reason.MOTOR_STRAINED, "") {
    @Override
    long maxReactionNanos() {
      return 1_700_000_000;
    }
  },
  CONTROL_DELAYED(Reason.CONTROL_LATE, ""),
  /** Tracking is required for walking, not for standing up. */
  MOCAP_LOST(Reason.MOCAP_LOST, "motion capture has no pose of the robot") {
    @Override
    long maxReactionNanos() {
      return 4_500_000_000L;
    }
  };

  /** The 0.3 s delay of a low-battery fault restarts with each motion. */
  private static final long MAX_REACTION_NANOS = 700_000_000;

  private final Reason reason;
  private final String checkMessage;

  DeviceFault(Reason reason, String checkMessage) {
    this.reason = reason;
    this.checkMessage = checkMessage;
  }

  /** Max time for which position commands may continue after the fault. */
  long maxReactionNanos() {
    return MAX_REACTION_NANOS;
  }

  /** Whether a report names this fault as the reason an episode ended or as a violated check. */
  boolean isReportedIn(String text) {
    return text.contains(new Truncation(reason).describe())
        || (!checkMessage.isEmpty() && text.contains(checkMessage));
  }
}
