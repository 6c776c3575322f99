package minitaur.controller.verify;

import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;

/** How the devices of a robot and its motion capture fail, as it shows at the seam. */
enum DeviceFault {
  LINK_LOST(Reason.LINK_LOST, "does not answer"),
  ENCODER_SILENT(Reason.SENSOR_INVALID, "angles are not known"),
  ENCODERS_FROZEN(Reason.ENCODERS_STALE, ""),
  IMU_SILENT(Reason.SENSOR_INVALID, "is not known"),
  IMU_FROZEN(Reason.IMU_STALE, ""),
  BATTERY_EMPTY(Reason.BATTERY_LOW, ""),
  MOTOR_OVERHEATED(Reason.MOTOR_HOT, ""),
  /** Its 0.8 s begin anew with each motion. */
  MOTOR_BLOCKED(Reason.MOTOR_STRAINED, "") {
    @Override
    long noticedNanos() {
      return 1_700_000_000;
    }
  },
  CONTROL_HELD_UP(Reason.CONTROL_LATE, ""),
  /** A robot that gets up or stands up does not need to be seen; one that is to walk does. */
  MOCAP_LOST(Reason.MOCAP_LOST, "motion capture does not see it") {
    @Override
    long noticedNanos() {
      return 4_500_000_000L;
    }
  };

  /** A low battery is noticed after 0.3 s, which begin anew with each motion. */
  private static final long NOTICED_NANOS = 700_000_000;

  private final Reason reason;
  private final String objection;

  DeviceFault(Reason reason, String objection) {
    this.reason = reason;
    this.objection = objection;
  }

  /** How long motors may be commanded to positions in spite of it. */
  long noticedNanos() {
    return NOTICED_NANOS;
  }

  /** Whether the operator is told the right thing: at an episode's end, or when asked to check. */
  boolean isNamedBy(String text) {
    return text.contains(new Truncation(reason).describe())
        || (!objection.isEmpty() && text.contains(objection));
  }
}
