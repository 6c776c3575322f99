package minitaur.sim.terrain;

/** Infinite inclined plane through the world's origin. */
public final class InclinedPlane implements Terrain {
  /** Margin for rounding errors in {@link #maxHeight}, m. */
  private static final double ROUNDING = 1e-9;

  private final double normalX;
  private final double normalY;
  private final double normalZ;

  /**
   * Creates a plane that rises along a horizontal direction.
   *
   * @param inclinationRad angle to the horizontal, below pi/2 in absolute value; a plane with a
   *     negative angle falls in that direction
   * @param directionRad 0 is the world's x axis, pi/2 its y axis
   * @throws IllegalArgumentException if the plane is vertical or overhanging
   */
  public InclinedPlane(double inclinationRad, double directionRad) {
    if (!(Math.abs(inclinationRad) < Math.PI / 2)) {
      throw new IllegalArgumentException(
          "the inclination must be between -pi/2 and pi/2 rad, but is " + inclinationRad);
    }
    normalX = -StrictMath.sin(inclinationRad) * StrictMath.cos(directionRad);
    normalY = -StrictMath.sin(inclinationRad) * StrictMath.sin(directionRad);
    normalZ = StrictMath.cos(inclinationRad);
  }

  @Override
  public void contacts(
      double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
    double gap = normalX * x + normalY * y + normalZ * z - radius;
    if (gap < margin) {
      contacts.add(0, gap, normalX, normalY, normalZ, 1);
    }
  }

  @Override
  public double height(double x, double y) {
    return -(normalX * x + normalY * y) / normalZ;
  }

  @Override
  public double maxHeight(double x, double y, double distance) {
    double slope = Math.sqrt(normalX * normalX + normalY * normalY) / normalZ;
    return height(x, y) + slope * distance + ROUNDING;
  }

  @Override
  public void normal(double x, double y, double[] normal) {
    normal[0] = normalX;
    normal[1] = normalY;
    normal[2] = normalZ;
  }
}
