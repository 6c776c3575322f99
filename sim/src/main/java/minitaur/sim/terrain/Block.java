package minitaur.sim.terrain;

/**
 * A movable block of uniform density.
 *
 * @param box shape and initial pose
 * @param massKg mass
 * @param friction Coulomb friction coefficient of its surface with the robot, other blocks and
 *     nominal ground
 */
public record Block(Box box, double massKg, double friction) {
  /** Validates mass and friction. */
  public Block {
    if (!(massKg > 0 && friction >= 0)) {
      throw new IllegalArgumentException(
          "a block must have a mass above 0 and a friction of at least 0, not %s kg and %s"
              .formatted(massKg, friction));
    }
  }
}
