package minitaur.sim.terrain;

import java.util.List;

/** Ground with a patch of different friction over its whole width. */
public final class FrictionPatch implements Terrain {
  private final Terrain ground;
  private final double minX;
  private final double maxX;
  private final double factor;

  /**
   * @param ground underlying ground, without boxes and blocks
   * @param factor factor of the friction of the underlying ground
   */
  public FrictionPatch(Terrain ground, double minX, double maxX, double factor) {
    if (!(minX < maxX && factor >= 0)) {
      throw new IllegalArgumentException(
          "a patch needs an area and a factor of at least 0, not x %s to %s, factor %s"
              .formatted(minX, maxX, factor));
    }
    this.ground = ground;
    this.minX = minX;
    this.maxX = maxX;
    this.factor = factor;
  }

  @Override
  public void contacts(
      double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
    int first = contacts.size();
    ground.contacts(x, y, z, radius, margin, contacts);
    if (x >= minX && x <= maxX) {
      for (int i = first; i < contacts.size(); i++) {
        contacts.scaleFriction(i, factor);
      }
    }
  }

  @Override
  public double height(double x, double y) {
    return ground.height(x, y);
  }

  @Override
  public double maxHeight(double x, double y, double distance) {
    return ground.maxHeight(x, y, distance);
  }

  @Override
  public void normal(double x, double y, double[] normal) {
    ground.normal(x, y, normal);
  }

  @Override
  public void addGridLines(TerrainSurface.GridLines lines) {
    ground.addGridLines(lines);
    lines.addEdgeX(minX);
    lines.addEdgeX(maxX);
  }

  @Override
  public List<GroundEdge> edges() {
    return ground.edges();
  }
}
