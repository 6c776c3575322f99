package minitaur.sim.terrain;

import java.util.List;

/** A terrain with an axis-aligned rectangular patch of different friction. */
public final class FrictionPatch implements Terrain {
  private final Terrain base;
  private final double minX;
  private final double maxX;
  private final double minY;
  private final double maxY;
  private final double factor;

  /**
   * A patch over the whole width of the ground.
   *
   * @param factor factor of the friction of the underlying terrain
   */
  public FrictionPatch(Terrain base, double minX, double maxX, double factor) {
    this(base, minX, maxX, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, factor);
  }

  /**
   * A patch.
   *
   * @param base underlying terrain
   * @param factor factor of the friction of the underlying terrain
   */
  public FrictionPatch(
      Terrain base, double minX, double maxX, double minY, double maxY, double factor) {
    if (!(minX < maxX && minY < maxY && factor >= 0)) {
      throw new IllegalArgumentException(
          "a patch needs an area and a factor of at least 0, not x %s to %s, y %s to %s, factor %s"
              .formatted(minX, maxX, minY, maxY, factor));
    }
    this.base = base;
    this.minX = minX;
    this.maxX = maxX;
    this.minY = minY;
    this.maxY = maxY;
    this.factor = factor;
  }

  @Override
  public void contacts(
      double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
    int first = contacts.size();
    base.contacts(x, y, z, radius, margin, contacts);
    if (x >= minX && x <= maxX && y >= minY && y <= maxY) {
      for (int i = first; i < contacts.size(); i++) {
        contacts.scaleFriction(i, factor);
      }
    }
  }

  @Override
  public double height(double x, double y) {
    return base.height(x, y);
  }

  @Override
  public double maxHeight(double x, double y, double distance) {
    return base.maxHeight(x, y, distance);
  }

  @Override
  public void normal(double x, double y, double[] normal) {
    base.normal(x, y, normal);
  }

  @Override
  public Terrain ground() {
    return new FrictionPatch(base.ground(), minX, maxX, minY, maxY, factor);
  }

  @Override
  public void addGridLines(TerrainSurface.GridLines lines) {
    base.addGridLines(lines);
    lines.addEdgeX(minX);
    lines.addEdgeX(maxX);
    lines.addEdgeY(minY);
    lines.addEdgeY(maxY);
  }

  @Override
  public List<Box> boxes() {
    return base.boxes();
  }

  @Override
  public List<GroundEdge> edges() {
    return base.edges();
  }

  @Override
  public List<Block> blocks() {
    return base.blocks();
  }
}
