package minitaur.sim.terrain;

import java.util.List;
import java.util.stream.Stream;

/** Union of several terrains, solid wherever one of them is, with movable blocks on it. */
public final class CompositeTerrain implements Terrain {
  private static final int SURFACE_IDS_PER_PART = 1 << 20;

  private final Terrain[] parts;
  private final List<Block> blocks;

  /**
   * @param parts terrains without blocks; the first must be ground that covers the whole plane
   * @param blocks movable blocks; their initial poses must not touch each other
   */
  public CompositeTerrain(List<? extends Terrain> parts, List<Block> blocks) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a course needs at least one part");
    }
    this.parts = parts.toArray(Terrain[]::new);
    this.blocks = List.copyOf(blocks);
  }

  @Override
  public void contacts(
      double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
    for (int part = 0; part < parts.length; part++) {
      int first = contacts.size();
      parts[part].contacts(x, y, z, radius, margin, contacts);
      for (int i = first; i < contacts.size(); i++) {
        contacts.offsetSurface(i, part * SURFACE_IDS_PER_PART);
      }
    }
  }

  @Override
  public double height(double x, double y) {
    double height = Double.NEGATIVE_INFINITY;
    for (Terrain part : parts) {
      height = Math.max(height, part.height(x, y));
    }
    return height;
  }

  @Override
  public double maxHeight(double x, double y, double distance) {
    double height = Double.NEGATIVE_INFINITY;
    for (Terrain part : parts) {
      height = Math.max(height, part.maxHeight(x, y, distance));
    }
    return height;
  }

  @Override
  public Terrain ground() {
    return new CompositeTerrain(
        Stream.of(parts)
            .filter(part -> !(part instanceof StaticBoxes))
            .map(Terrain::ground)
            .toList(),
        List.of());
  }

  @Override
  public void addGridLines(TerrainSurface.GridLines lines) {
    for (Terrain part : parts) {
      part.addGridLines(lines);
    }
  }

  @Override
  public List<Box> boxes() {
    return Stream.of(parts).flatMap(part -> part.boxes().stream()).toList();
  }

  @Override
  public List<GroundEdge> edges() {
    return Stream.of(parts).flatMap(part -> part.edges().stream()).toList();
  }

  @Override
  public List<Block> blocks() {
    return blocks;
  }
}
