package minitaur.sim.dynamics;

/**
 * Mass properties of the trunk, the rigid body of base and both side chassis, in the trunk frame (x
 * forward, y left, z up). The trunk is symmetric about its x-z plane.
 *
 * @param mass mass, kg
 * @param com position of the center of mass
 * @param inertia inertia about the center of mass
 */
public record TrunkInertia(double mass, Point com, Tensor inertia) {

  /** A position in the trunk frame, m. */
  public record Point(double x, double y, double z) {}

  /**
   * An inertia tensor, kg m2, without the entries that are zero by symmetry.
   *
   * @param xz off-diagonal entry of the tensor (not the product of inertia, which has the opposite
   *     sign)
   */
  public record Tensor(double xx, double yy, double zz, double xz) {}

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

  /** Returns a copy with scaled mass and inertia, and the same center of mass. */
  TrunkInertia scaled(double massFactor, double inertiaFactor) {
    Tensor scaled =
        new Tensor(
            inertiaFactor * inertia.xx,
            inertiaFactor * inertia.yy,
            inertiaFactor * inertia.zz,
            inertiaFactor * inertia.xz);
    return new TrunkInertia(massFactor * mass, com, scaled);
  }

  /**
   * Returns a copy with a point mass fixed to it in its x-z plane.
   *
   * @param kilograms mass to add, at least 0
   * @param x position in the trunk frame, m
   * @param z position in the trunk frame, m
   */
  TrunkInertia withPointMass(double kilograms, double x, double z) {
    if (kilograms == 0) {
      return this;
    }
    double total = mass + kilograms;
    double dx = x - com.x;
    double dz = z - com.z;
    double reduced = mass * kilograms / total;
    // Parallel-axis theorem; com.y is unchanged because it is 0.
    return new TrunkInertia(
        total,
        new Point(com.x + kilograms / total * dx, com.y, com.z + kilograms / total * dz),
        new Tensor(
            inertia.xx + reduced * dz * dz,
            inertia.yy + reduced * (dx * dx + dz * dz),
            inertia.zz + reduced * dx * dx,
            inertia.xz - reduced * dx * dz));
  }
}
