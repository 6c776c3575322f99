package minitaur.sim.dynamics;

/**
 * The four moving bodies of a leg. The z axis of each points from hip to knee or from knee to pin.
 */
public enum LegLink {
  /** Upper link and rotor of the rear motor. */
  UPPER_REAR,
  /** Upper link and rotor of the front motor. */
  UPPER_FRONT,
  /** Lower link on the rear knee, which carries the foot. */
  LOWER_LONG,
  /** Lower link on the front knee. */
  LOWER_SHORT;

  /** Number of links of a leg. */
  public static final int COUNT = 4;
}
