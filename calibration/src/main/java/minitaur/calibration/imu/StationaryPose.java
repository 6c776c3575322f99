package minitaur.calibration.imu;

/**
 * A still pose: what is known about the orientation of the trunk, and what the IMU measured.
 *
 * @param roll of the trunk, rad; approximate if {@code approximateAngle} is {@link
 *     ApproximateAngle#ROLL}
 * @param pitch of the trunk, rad; approximate if {@code approximateAngle} is {@link
 *     ApproximateAngle#PITCH}
 * @param approximateAngle which of the two is only approximately known
 * @param imuUp {@code [3]} measured up vector in the IMU frame
 */
record StationaryPose(
    double roll, double pitch, ApproximateAngle approximateAngle, double[] imuUp) {

  /** Which angle of a pose is only approximately known. */
  enum ApproximateAngle {
    /** Neither. */
    NONE,
    ROLL,
    PITCH
  }

  /** Up vector in the trunk frame. */
  double[] trunkUp() {
    return upVector(roll, pitch);
  }

  /** Up vector for the given roll and pitch. */
  static double[] upVector(double roll, double pitch) {
    return new double[] {
      -Math.sin(pitch), Math.cos(pitch) * Math.sin(roll), Math.cos(pitch) * Math.cos(roll)
    };
  }

  /** A copy whose approximate angle is replaced by that of the trunk's up vector {@code [3]}. */
  StationaryPose withAngleFrom(double[] up) {
    return switch (approximateAngle) {
      case NONE -> this;
      case ROLL -> new StationaryPose(Math.atan2(up[1], up[2]), pitch, approximateAngle, imuUp);
      case PITCH -> new StationaryPose(roll, Math.atan2(-up[0], up[2]), approximateAngle, imuUp);
    };
  }
}
