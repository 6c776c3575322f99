package minitaur.sim.dynamics;

/** A contact's normal and two tangents, in world and in trunk axes. */
final class ContactFrame {
  // World axes.
  double nx;
  double ny;
  double nz;
  double ux;
  double uy;
  double uz;
  double vx;
  double vy;
  double vz;

  // Trunk axes.
  double normalX;
  double normalY;
  double normalZ;
  double tangent1X;
  double tangent1Y;
  double tangent1Z;
  double tangent2X;
  double tangent2Y;
  double tangent2Z;

  /**
   * Sets the unit normal in world axes and derives the tangents; on level ground these are the
   * world's x and y axes. The vectors in trunk axes are not updated.
   */
  void set(double x, double y, double z) {
    nx = x;
    ny = y;
    nz = z;
    // The first tangent is the world's x axis, or z if x is nearly parallel to the normal,
    // projected perpendicular to the normal.
    double projection = Math.abs(x) < 0.9 ? x : z;
    ux = (Math.abs(x) < 0.9 ? 1 : 0) - projection * x;
    uy = -projection * y;
    uz = (Math.abs(x) < 0.9 ? 0 : 1) - projection * z;
    double length = Math.sqrt(ux * ux + uy * uy + uz * uz);
    ux /= length;
    uy /= length;
    uz /= length;
    vx = ny * uz - nz * uy;
    vy = nz * ux - nx * uz;
    vz = nx * uy - ny * ux;
  }

  /**
   * Sets the unit normal in world axes and all vectors in world and trunk axes, for a contact of
   * the robot.
   */
  void set(double x, double y, double z, RotationMatrix rotation) {
    set(x, y, z);
    normalX = rotation.trunkX(nx, ny, nz);
    normalY = rotation.trunkY(nx, ny, nz);
    normalZ = rotation.trunkZ(nx, ny, nz);
    tangent1X = rotation.trunkX(ux, uy, uz);
    tangent1Y = rotation.trunkY(ux, uy, uz);
    tangent1Z = rotation.trunkZ(ux, uy, uz);
    tangent2X = rotation.trunkX(vx, vy, vz);
    tangent2Y = rotation.trunkY(vx, vy, vz);
    tangent2Z = rotation.trunkZ(vx, vy, vz);
  }

  /** Component of a world vector along the normal. Not modified. */
  double normalComponent(double[] world) {
    return nx * world[0] + ny * world[1] + nz * world[2];
  }

  /** Component of a world vector along the first tangent. Not modified. */
  double tangent1Component(double[] world) {
    return ux * world[0] + uy * world[1] + uz * world[2];
  }

  /** Component of a world vector along the second tangent. Not modified. */
  double tangent2Component(double[] world) {
    return vx * world[0] + vy * world[1] + vz * world[2];
  }

  /** Computes the world vector with the given components. Modified: {@code [3]} world. */
  void toWorld(double normal, double tangent1, double tangent2, double[] world) {
    world[0] = normal * nx + tangent1 * ux + tangent2 * vx;
    world[1] = normal * ny + tangent1 * uy + tangent2 * vy;
    world[2] = normal * nz + tangent1 * uz + tangent2 * vz;
  }
}
