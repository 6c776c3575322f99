package minitaur.sim.dynamics;

/**
 * Spatial inertia of the whole robot with the motors locked: total mass, first moment and inertia
 * tensor about the trunk frame's origin, in trunk axes.
 */
final class CompositeInertia {
  double mass;
  double momentX;
  double momentY;
  double momentZ;
  private double xx;
  private double yy;
  private double zz;
  private double xy;
  private double xz;
  private double yz;

  /** Sets the values to those of the trunk alone. */
  void set(TrunkInertia trunk) {
    mass = 0;
    momentX = 0;
    momentY = 0;
    momentZ = 0;
    xx = trunk.inertia().xx();
    yy = trunk.inertia().yy();
    zz = trunk.inertia().zz();
    xz = trunk.inertia().xz();
    xy = 0;
    yz = 0;
    addPoint(trunk.mass(), trunk.com().x(), trunk.com().y(), trunk.com().z());
  }

  /** Adds a point mass. */
  void addPoint(double m, double x, double y, double z) {
    mass += m;
    momentX += m * x;
    momentY += m * y;
    momentZ += m * z;
    xx += m * (y * y + z * z);
    yy += m * (x * x + z * z);
    zz += m * (x * x + y * y);
    xy -= m * x * y;
    xz -= m * x * z;
    yz -= m * y * z;
  }

  /** Adds a body's inertia about its own center of mass. */
  void addInertia(double bodyXx, double bodyYy, double bodyZz, double bodyXz) {
    xx += bodyXx;
    yy += bodyYy;
    zz += bodyZz;
    xz += bodyXz;
  }

  /** Writes the lower triangle of the 6 x 6 block; linear velocities come first, then angular. */
  void writeTo(ArrowMatrix matrix) {
    for (int axis = 0; axis < 3; axis++) {
      matrix.setTrunk(axis, axis, mass);
    }
    matrix.setTrunk(3, 1, -momentZ);
    matrix.setTrunk(3, 2, momentY);
    matrix.setTrunk(4, 0, momentZ);
    matrix.setTrunk(4, 2, -momentX);
    matrix.setTrunk(5, 0, -momentY);
    matrix.setTrunk(5, 1, momentX);
    matrix.setTrunk(3, 3, xx);
    matrix.setTrunk(4, 3, xy);
    matrix.setTrunk(4, 4, yy);
    matrix.setTrunk(5, 3, xz);
    matrix.setTrunk(5, 4, yz);
    matrix.setTrunk(5, 5, zz);
  }
}
