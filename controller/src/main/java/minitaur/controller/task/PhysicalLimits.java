package minitaur.controller.task;

/**
 * Limits that no measurement of a working robot exceeds. They are wide: data beyond them is
 * corrupted or forged.
 */
public final class PhysicalLimits {
  /** Maximum magnitude of a motor's calibrated angle: two turns, rad. */
  public static final double MAX_MOTOR_ANGLE = 4 * Math.PI;

  /** Maximum magnitude of roll and pitch, rad. */
  public static final double MAX_TILT = 1.001 * Math.PI;

  /** Maximum magnitude of the trunk's angular velocity, three times a gyroscope's range, rad/s. */
  public static final double MAX_ANGULAR_VELOCITY = 100;

  /** Maximum magnitude of the total electrical power of the motors, W. */
  public static final double MAX_POWER = 10_000;

  /** Maximum magnitude of the trunk's mean velocity in an episode, m/s. */
  public static final double MAX_VELOCITY = 10;

  private PhysicalLimits() {}

  /**
   * Maximum magnitude of a component of an observation.
   *
   * @param index index of the component, see {@link ObservationLayout}
   */
  public static double maxObservation(int index) {
    if (index < ObservationLayout.ROLL) {
      return MAX_MOTOR_ANGLE;
    }
    return index < ObservationLayout.ANGULAR_VELOCITY_X ? MAX_TILT : MAX_ANGULAR_VELOCITY;
  }
}
