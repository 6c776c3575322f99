package minitaur.sim.terrain;

/**
 * A movable block of uniform density.
 *
 * @param box its shape, and where it is placed at the start
 * @param massKg mass
 * @param friction Coulomb coefficient of its surface with everything that it touches on nominal
 *     ground
 */
public record Block(Box box, double massKg, double friction) {
  /** Checks mass and friction. */
  public Block {
    if (!(massKg > 0 && friction >= 0)) {
      throw new IllegalArgumentException(
          "a block must have a mass above 0 and a friction of at least 0, not %s kg and %s"
              .formatted(massKg, friction));
    }
  }
}
