package minitaur.controller.task;

/**
 * What no measurement of a working robot exceeds. The limits are wide: data beyond them is damaged
 * or forged, not unusual.
 */
public final class PhysicalLimits {
  /** Magnitude of a motor's calibrated angle: two turns, rad. */
  public static final double MAX_MOTOR_ANGLE = 4 * Math.PI;

  /** Magnitude of roll and pitch, rad. */
  public static final double MAX_TILT = 1.001 * Math.PI;

  /** Magnitude of the trunk's angular velocity, three times a gyroscope's range, rad/s. */
  public static final double MAX_ANGULAR_VELOCITY = 100;

  /** Magnitude of the electrical power of all motors, W. */
  public static final double MAX_POWER = 10_000;

  /** Magnitude of the trunk's mean velocity in an episode, m/s. */
  public static final double MAX_VELOCITY = 10;

  private PhysicalLimits() {}

  /**
   * Largest magnitude of a number of an observation.
   *
   * @param place see {@link ObservationLayout}
   */
  public static double maxObservation(int place) {
    if (place < ObservationLayout.ROLL) {
      return MAX_MOTOR_ANGLE;
    }
    return place < ObservationLayout.ANGULAR_VELOCITY_X ? MAX_TILT : MAX_ANGULAR_VELOCITY;
  }
}
