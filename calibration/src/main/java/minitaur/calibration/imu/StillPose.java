package minitaur.calibration.imu;

/**
 * What is known of the trunk in a still pose, and what the unit said.
 *
 * @param roll of the trunk, rad; true up to {@link #tilt}
 * @param pitch of the trunk, rad; likewise
 * @param tilt which of the two is known only roughly
 * @param unitUp {@code [3]} where the unit says that up is, in its axes
 */
record StillPose(double roll, double pitch, Tilt tilt, double[] unitUp) {

  /** What of a pose is only roughly known. */
  enum Tilt {
    /** Nothing. */
    NONE,
    /** How far it rolls. */
    ROLL,
    /** How far it pitches. */
    PITCH
  }

  /** Where up is in trunk axes. */
  double[] trunkUp() {
    return up(roll, pitch);
  }

  /** Where up is when roll and pitch are these. */
  static double[] up(double roll, double pitch) {
    return new double[] {
      -Math.sin(pitch), Math.cos(pitch) * Math.sin(roll), Math.cos(pitch) * Math.cos(roll)
    };
  }

  /** This pose with the tilt that the trunk's up {@code [3]} shows. */
  StillPose withTiltOf(double[] up) {
    return switch (tilt) {
      case NONE -> this;
      case ROLL -> new StillPose(Math.atan2(up[1], up[2]), pitch, tilt, unitUp);
      case PITCH -> new StillPose(roll, Math.atan2(-up[0], up[2]), tilt, unitUp);
    };
  }
}
