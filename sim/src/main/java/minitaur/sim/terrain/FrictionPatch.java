package minitaur.sim.terrain;

import java.util.List;

/** A terrain with a patch of different friction over its whole width. */
public final class FrictionPatch implements Terrain {
  private final Terrain base;
  private final double minX;
  private final double maxX;
  private final double factor;

  /**
   * @param base underlying terrain
   * @param factor factor of the friction of the underlying terrain
   */
  public FrictionPatch(Terrain base, double minX, double maxX, double factor) {
    if (!(minX < maxX && factor >= 0)) {
      throw new IllegalArgumentException(
          "a patch needs an area and a factor of at least 0, not x %s to %s, factor %s"
              .formatted(minX, maxX, factor));
    }
    this.base = base;
    this.minX = minX;
    this.maxX = maxX;
    this.factor = factor;
  }

  @Override
  public void contacts(
      double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
    int first = contacts.size();
    base.contacts(x, y, z, radius, margin, contacts);
    if (x >= minX && x <= maxX) {
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
    return new FrictionPatch(base.ground(), minX, maxX, factor);
  }

  @Override
  public void addGridLines(TerrainSurface.GridLines lines) {
    base.addGridLines(lines);
    lines.addEdgeX(minX);
    lines.addEdgeX(maxX);
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
