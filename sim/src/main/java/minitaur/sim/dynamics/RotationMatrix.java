package minitaur.sim.dynamics;

/** Rotation matrix from trunk to world axes; faster than a quaternion for many vectors. */
final class RotationMatrix {
  private double xx = 1;
  private double xy;
  private double xz;
  private double yx;
  private double yy = 1;
  private double yz;
  private double zx;
  private double zy;
  private double zz = 1;

  /**
   * Sets the matrix from a quaternion.
   *
   * @param quaternion {@code [4]} w x y z, of length 1. Not modified.
   */
  void set(double[] quaternion) {
    double w = quaternion[0];
    double x = quaternion[1];
    double y = quaternion[2];
    double z = quaternion[3];
    xx = 1 - 2 * (y * y + z * z);
    xy = 2 * (x * y - w * z);
    xz = 2 * (x * z + w * y);
    yx = 2 * (x * y + w * z);
    yy = 1 - 2 * (x * x + z * z);
    yz = 2 * (y * z - w * x);
    zx = 2 * (x * z - w * y);
    zy = 2 * (y * z + w * x);
    zz = 1 - 2 * (x * x + y * y);
  }

  /** World x component of the vector (a, b, c) in trunk axes. */
  double worldX(double a, double b, double c) {
    return xx * a + xy * b + xz * c;
  }

  /** World y component of the vector (a, b, c) in trunk axes. */
  double worldY(double a, double b, double c) {
    return yx * a + yy * b + yz * c;
  }

  /** World z component of the vector (a, b, c) in trunk axes. */
  double worldZ(double a, double b, double c) {
    return zx * a + zy * b + zz * c;
  }

  /** Trunk x component of the vector (a, b, c) in world axes. */
  double trunkX(double a, double b, double c) {
    return xx * a + yx * b + zx * c;
  }

  /** Trunk y component of the vector (a, b, c) in world axes. */
  double trunkY(double a, double b, double c) {
    return xy * a + yy * b + zy * c;
  }

  /** Trunk z component of the vector (a, b, c) in world axes. */
  double trunkZ(double a, double b, double c) {
    return xz * a + yz * b + zz * c;
  }

  /** Rotates the first three entries of {@code vector} from trunk to world axes. Modified. */
  void toWorld(double[] vector) {
    double a = vector[0];
    double b = vector[1];
    double c = vector[2];
    vector[0] = worldX(a, b, c);
    vector[1] = worldY(a, b, c);
    vector[2] = worldZ(a, b, c);
  }

  /** Rotates the first three entries of {@code vector} from world to trunk axes. Modified. */
  void toTrunk(double[] vector) {
    double a = vector[0];
    double b = vector[1];
    double c = vector[2];
    vector[0] = trunkX(a, b, c);
    vector[1] = trunkY(a, b, c);
    vector[2] = trunkZ(a, b, c);
  }
}
