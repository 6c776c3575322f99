package minitaur.sim.dynamics;

/**
 * A point of a leg's link in the leg's plane, relative to the trunk: its position, derivatives with
 * respect to the leg's two motors, velocity and bias acceleration. Coordinates are x and z of the
 * trunk frame; y is constant. Filled by {@link LinkKinematics#computePoint}.
 */
final class LinkPoint {
  /** Position, m. */
  double x;

  double z;

  /** Derivative with respect to the rear motor angle, m/rad. */
  double xByRear;

  double zByRear;

  /** Derivative with respect to the front motor angle, m/rad. */
  double xByFront;

  double zByFront;

  /** Velocity relative to the trunk, m/s. */
  double velocityX;

  double velocityZ;

  /** Acceleration relative to the trunk at constant motor rates, m/s2. */
  double biasX;

  double biasZ;
}
