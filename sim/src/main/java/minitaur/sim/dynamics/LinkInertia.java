package minitaur.sim.dynamics;

/**
 * Mass properties of a slender link of a leg, whose centre of mass lies on its axis.
 *
 * @param mass kg
 * @param comDistance m from the link's upper joint to its centre of mass
 * @param inertiaX kg m2 about the centre of mass, across the link in the leg's plane
 * @param inertiaY kg m2 across the leg's plane: the one that the leg's own motion feels
 * @param inertiaZ kg m2 along the link
 */
public record LinkInertia(
    double mass, double comDistance, double inertiaX, double inertiaY, double inertiaZ) {

  /** Checks that the body is possible. */
  public LinkInertia {
    if (!(mass > 0 && inertiaX > 0 && inertiaY > 0 && inertiaZ > 0)) {
      throw new IllegalArgumentException(
          "a link's mass and inertia must be above 0, but are "
              + mass
              + " kg and "
              + inertiaX
              + ", "
              + inertiaY
              + ", "
              + inertiaZ
              + " kg m2");
    }
  }

  /** The same link with {@code factor} times the mass at the same place. */
  public LinkInertia withMassFactor(double factor) {
    return new LinkInertia(factor * mass, comDistance, inertiaX, inertiaY, inertiaZ);
  }

  /** The same link with {@code factor} times the inertia about the centre of mass. */
  public LinkInertia withInertiaFactor(double factor) {
    return new LinkInertia(
        mass, comDistance, factor * inertiaX, factor * inertiaY, factor * inertiaZ);
  }
}
