package minitaur.sim.dynamics;

/**
 * Mass properties of the trunk, the rigid body of base and both side chassis, in the trunk frame (x
 * forward, y left, z up). The trunk is symmetric about its x-z plane.
 *
 * @param mass kg
 * @param com from the frame's origin to the center of mass
 * @param inertia about the center of mass
 */
public record TrunkInertia(double mass, Point com, Tensor inertia) {

  /** A place in the trunk frame, m. */
  public record Point(double x, double y, double z) {}

  /**
   * An inertia tensor, kg m2; the entries that symmetry makes 0 are left out.
   *
   * @param xz the tensor's entry (not the product of inertia of opposite sign)
   */
  public record Tensor(double xx, double yy, double zz, double xz) {
    Tensor times(double factor) {
      return new Tensor(factor * xx, factor * yy, factor * zz, factor * xz);
    }
  }

  /** Checks that the body is possible. */
  public TrunkInertia {
    if (!(mass > 0
        && inertia.xx > 0
        && inertia.yy > 0
        && inertia.xx * inertia.zz > inertia.xz * inertia.xz)) {
      throw new IllegalArgumentException(
          "the trunk's mass and inertia must be positive (definite), but are %s kg and %s kg m2"
              .formatted(mass, inertia));
    }
  }

  /** The same trunk with {@code factor} times the mass at the same place. */
  public TrunkInertia withMassFactor(double factor) {
    return new TrunkInertia(factor * mass, com, inertia);
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
    double dx = x - com.x;
    double dz = z - com.z;
    double reduced = mass * kilograms / total;
    // The parallel axis theorem; com.y stays only because it is 0.
    return new TrunkInertia(
        total,
        new Point(com.x + kilograms / total * dx, com.y, com.z + kilograms / total * dz),
        new Tensor(
            inertia.xx + reduced * dz * dz,
            inertia.yy + reduced * (dx * dx + dz * dz),
            inertia.zz + reduced * dx * dx,
            inertia.xz - reduced * dx * dz));
  }

  /** The same trunk with {@code factor} times the inertia about the center of mass. */
  public TrunkInertia withInertiaFactor(double factor) {
    return new TrunkInertia(mass, com, inertia.times(factor));
  }
}
