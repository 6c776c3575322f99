package minitaur.sim.dynamics;

/**
 * Mass properties of the trunk, the rigid body of base and both side chassis, in the trunk frame (x
 * forward, y left, z up). The trunk is symmetric about its x-z plane.
 *
 * @param mass kg
 * @param comX m from the frame's origin to the centre of mass
 * @param comY m
 * @param comZ m
 * @param inertiaXx kg m2 about the centre of mass
 * @param inertiaYy kg m2
 * @param inertiaZz kg m2
 * @param inertiaXz kg m2, the tensor's entry (not the product of inertia of opposite sign)
 */
public record TrunkInertia(
    double mass,
    double comX,
    double comY,
    double comZ,
    double inertiaXx,
    double inertiaYy,
    double inertiaZz,
    double inertiaXz) {

  /** Checks that the body is possible. */
  public TrunkInertia {
    if (!(mass > 0
        && inertiaXx > 0
        && inertiaYy > 0
        && inertiaXx * inertiaZz > inertiaXz * inertiaXz)) {
      throw new IllegalArgumentException(
          "the trunk's mass and inertia must be positive (definite), but are "
              + mass
              + " kg and xx "
              + inertiaXx
              + ", yy "
              + inertiaYy
              + ", zz "
              + inertiaZz
              + ", xz "
              + inertiaXz
              + " kg m2");
    }
  }

  /** The same trunk with {@code factor} times the mass at the same place. */
  public TrunkInertia withMassFactor(double factor) {
    return new TrunkInertia(
        factor * mass, comX, comY, comZ, inertiaXx, inertiaYy, inertiaZz, inertiaXz);
  }

  /**
   * The same trunk with a point mass fixed to it in its x-z plane.
   *
   * @param kilograms at least 0
   * @param x place in the trunk frame, m
   * @param z place in the trunk frame, m
   */
  TrunkInertia withPointMass(double kilograms, double x, double z) {
    if (kilograms == 0) {
      return this;
    }
    double total = mass + kilograms;
    double dx = x - comX;
    double dz = z - comZ;
    double reduced = mass * kilograms / total;
    // The parallel axis theorem; comY stays only because it is 0.
    return new TrunkInertia(
        total,
        comX + kilograms / total * dx,
        comY,
        comZ + kilograms / total * dz,
        inertiaXx + reduced * dz * dz,
        inertiaYy + reduced * (dx * dx + dz * dz),
        inertiaZz + reduced * dx * dx,
        inertiaXz - reduced * dx * dz);
  }

  /** The same trunk with {@code factor} times the inertia about the centre of mass. */
  public TrunkInertia withInertiaFactor(double factor) {
    return new TrunkInertia(
        mass,
        comX,
        comY,
        comZ,
        factor * inertiaXx,
        factor * inertiaYy,
        factor * inertiaZz,
        factor * inertiaXz);
  }
}
