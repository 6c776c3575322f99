package minitaur.sim.terrain;

import java.util.List;

/** A terrain with movable blocks on it. */
public final class BlockTerrain implements Terrain {
  private final Terrain base;
  private final List<Block> blocks;

  /** Adds blocks to a terrain; their initial poses must not touch each other. */
  public BlockTerrain(Terrain base, List<Block> blocks) {
    this.base = base;
    this.blocks = List.copyOf(blocks);
  }

  @Override
  public void contacts(
      double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
    base.contacts(x, y, z, radius, margin, contacts);
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
    return base.ground();
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
    return blocks;
  }
}
