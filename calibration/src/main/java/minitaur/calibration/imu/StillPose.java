package minitaur.calibration.imu;

/**
 * A still pose: what is known about the orientation of the trunk, and what the IMU measured.
 *
 * @param roll of the trunk, rad; approximate if {@code tilt} is {@link Tilt#ROLL}
 * @param pitch of the trunk, rad; approximate if {@code tilt} is {@link Tilt#PITCH}
 * @param tilt which of the two is only approximately known
 * @param unitUp {@code [3]} measured up vector in the IMU frame
 */
record StillPose(double roll, double pitch, Tilt tilt, double[] unitUp) {

  /** Which angle of a pose is only approximately known. */
  enum Tilt {
    /** Neither. */
    NONE,
    /** Roll. */
    ROLL,
    /** Pitch. */
    PITCH
  }

  /** Up vector in the trunk frame. */
  double[] trunkUp() {
    return up(roll, pitch);
  }

  /** Up vector for the given roll and pitch. */
  static double[] up(double roll, double pitch) {
    return new double[] {
      -Math.sin(pitch), Math.cos(pitch) * Math.sin(roll), Math.cos(pitch) * Math.cos(roll)
    };
  }

  /** A copy whose approximate angle is replaced by that of the trunk's up vector {@code [3]}. */
  StillPose withTiltOf(double[] up) {
    return switch (tilt) {
      case NONE -> this;
      case ROLL -> new StillPose(Math.atan2(up[1], up[2]), pitch, tilt, unitUp);
      case PITCH -> new StillPose(roll, Math.atan2(-up[0], up[2]), tilt, unitUp);
    };
  }
}
