package minitaur.sim.dynamics;

/**
 * A point of a leg's link in the leg's plane, relative to the trunk: where it is, how it moves with
 * the leg's two motors, and how it moves now. Axes x and z of the trunk frame, origin in the trunk
 * frame's; the plane's y is the leg's. Filled by {@link LinkMotion#point}.
 */
final class LinkPoint {
  /** Place, m. */
  double x;

  double z;

  /** Derivative by the rear motor's angle, m/rad. */
  double xByRear;

  double zByRear;

  /** Derivative by the front motor's angle, m/rad. */
  double xByFront;

  double zByFront;

  /** Velocity relative to the trunk, m/s. */
  double velocityX;

  double velocityZ;

  /** Acceleration relative to the trunk while both motors keep their rates, m/s2. */
  double biasX;

  double biasZ;
}
