package minitaur.sim.dynamics;

/**
 * Mass properties of a leg's link, whose center of mass lies on its axis.
 *
 * @param mass mass, kg
 * @param comDistance distance from the link's upper joint to its center of mass, m
 * @param inertiaX moment of inertia about the center of mass, axis perpendicular to the link in the
 *     leg's plane, kg m2
 * @param inertiaY axis perpendicular to the leg's plane, about which the link rotates relative to
 *     the trunk, kg m2
 * @param inertiaZ axis along the link, kg m2
 */
public record LinkInertia(
    double mass, double comDistance, double inertiaX, double inertiaY, double inertiaZ) {

  public LinkInertia {
    if (!(mass > 0 && inertiaX > 0 && inertiaY > 0 && inertiaZ > 0)) {
      throw new IllegalArgumentException(
          "a link's mass and inertia must be above 0, but are %s kg and %s, %s, %s kg m2"
              .formatted(mass, inertiaX, inertiaY, inertiaZ));
    }
  }

  /** Returns a copy with scaled mass and inertia, and the same center of mass. */
  LinkInertia scaled(double massFactor, double inertiaFactor) {
    return new LinkInertia(
        massFactor * mass,
        comDistance,
        inertiaFactor * inertiaX,
        inertiaFactor * inertiaY,
        inertiaFactor * inertiaZ);
  }
}
