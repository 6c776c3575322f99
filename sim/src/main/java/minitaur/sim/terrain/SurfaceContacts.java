package minitaur.sim.terrain;

/**
 * The surfaces that one sphere is near, filled by {@link Terrain#contacts}. A mutable structure of
 * fixed size.
 */
public final class SurfaceContacts {
  /** Max number of surfaces that one sphere may be near at once. */
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
   * @param surfaceId identifies the surface at the next step; unique within a sphere's contacts
   * @param gap m from the sphere to the surface, below 0 when the sphere penetrates it
   * @param nx normal of the surface, away from the ground, of length 1, world axes; ny, nz likewise
   * @param frictionFactor multiplies the robot's own coefficient of friction; 1 is nominal ground
   * @throws IllegalStateException if there are more than {@link #CAPACITY}: no contact is dropped
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

  /** Adds to the id of surface {@code i}, to keep the parts of a composed terrain apart. */
  void shiftSurface(int i, int offset) {
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

  /** Normal of surface {@code i} along world x. */
  public double normalX(int i) {
    return normalX[i];
  }

  /** Normal of surface {@code i} along world y. */
  public double normalY(int i) {
    return normalY[i];
  }

  /** Normal of surface {@code i} along world z. */
  public double normalZ(int i) {
    return normalZ[i];
  }

  /** Factor on the robot's coefficient of friction. */
  public double friction(int i) {
    return friction[i];
  }
}
