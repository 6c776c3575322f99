package minitaur.sim.terrain;

/** Surfaces near one sphere, filled by {@link Terrain#contacts}. Mutable, with a fixed capacity. */
public final class SurfaceContacts {
  /** Max number of surfaces near one sphere. */
  public static final int CAPACITY = 12;

  private final int[] surface = new int[CAPACITY];
  private final double[] gap = new double[CAPACITY];
  private final double[] normalX = new double[CAPACITY];
  private final double[] normalY = new double[CAPACITY];
  private final double[] normalZ = new double[CAPACITY];
  private final double[] friction = new double[CAPACITY];
  private int size;

  /** Removes all surfaces. */
  public void clear() {
    size = 0;
  }

  /**
   * Adds a surface.
   *
   * @param surfaceId identifies the surface across steps; unique within a sphere's contacts
   * @param gap distance from the sphere to the surface, m; negative for penetration
   * @param nx unit normal of the surface, pointing away from the ground, world axes; ny, nz
   *     likewise
   * @param frictionFactor factor of the robot's friction coefficient; 1 is nominal ground
   * @throws IllegalStateException if {@link #CAPACITY} is exceeded; contacts are never dropped
   *     silently
   */
  public void add(
      int surfaceId, double gap, double nx, double ny, double nz, double frictionFactor) {
    if (size == CAPACITY) {
      throw new IllegalStateException(
          "a sphere is near more than "
              + CAPACITY
              + " surfaces; use a terrain with fewer, larger features");
    }
    surface[size] = surfaceId;
    this.gap[size] = gap;
    normalX[size] = nx;
    normalY[size] = ny;
    normalZ[size] = nz;
    friction[size] = frictionFactor;
    size++;
  }

  /** Number of surfaces. */
  public int size() {
    return size;
  }

  /** Multiplies the friction of surface {@code i}. */
  void scaleFriction(int i, double factor) {
    friction[i] *= factor;
  }

  /**
   * Shifts the id of surface {@code i}, to keep ids unique across the parts of a composite terrain.
   */
  void offsetSurface(int i, int offset) {
    surface[i] += offset;
  }

  /** Id of surface {@code i}. */
  public int surface(int i) {
    return surface[i];
  }

  /** Gap to surface {@code i}, m. */
  public double gap(int i) {
    return gap[i];
  }

  /** World x component of the normal of surface {@code i}. */
  public double normalX(int i) {
    return normalX[i];
  }

  /** World y component of the normal of surface {@code i}. */
  public double normalY(int i) {
    return normalY[i];
  }

  /** World z component of the normal of surface {@code i}. */
  public double normalZ(int i) {
    return normalZ[i];
  }

  /** Factor of the robot's friction coefficient on surface {@code i}. */
  public double friction(int i) {
    return friction[i];
  }
}
