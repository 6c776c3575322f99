package minitaur.sim.terrain;

import java.util.TreeSet;
import java.util.stream.DoubleStream;

/**
 * Height grid of a terrain's static ground, for plotting. Planes and steps are exact: grid lines
 * lie where the slope changes, and a step lies between two lines that are 2 um apart.
 *
 * @param x {@code [i]} ascending, m
 * @param y {@code [k]} ascending, m
 * @param z {@code [i * y.length + k]} height, m
 * @param friction {@code [i * (y.length - 1) + k]} factor of the robot's friction coefficient in
 *     the cell from (x[i], y[k]) to (x[i + 1], y[k + 1]); 1 is nominal ground
 */
public record TerrainSurface(double[] x, double[] y, double[] z, double[] friction) {
  private static final double MIN_X = -1;
  private static final double MAX_X = 7;
  private static final double HALF_WIDTH = 1;
  private static final double HALF_STEP = 1e-6;
  private static final double PROBE_METRES = 1e-3;

  /** Positions of the grid lines, filled by {@link Terrain#addGridLines}. */
  public static final class GridLines {
    private final TreeSet<Double> x = new TreeSet<>();
    private final TreeSet<Double> y = new TreeSet<>();

    private GridLines() {
      x.add(MIN_X);
      x.add(MAX_X);
      y.add(-HALF_WIDTH);
      y.add(HALF_WIDTH);
    }

    /**
     * Adds lines for a change of slope, or a step, at x = {@code edge}, and extends the grid beyond
     * it.
     */
    public void addEdgeX(double edge) {
      x.add(edge - HALF_STEP);
      x.add(edge + HALF_STEP);
      x.add(Math.max(edge + 1, MAX_X));
    }

    /** Adds equally spaced lines over the whole grid, for curved ground; spacing in m. */
    public void addUniform(double spacing) {
      for (double line = MIN_X; line < MAX_X; line += spacing) {
        x.add(line);
      }
      for (double line = -HALF_WIDTH; line < HALF_WIDTH; line += spacing) {
        y.add(line);
      }
    }
  }

  /** Samples the surface of a terrain around the lane, without its boxes and blocks. */
  public static TerrainSurface of(Terrain terrain) {
    Terrain ground = terrain.ground();
    GridLines lines = new GridLines();
    ground.addGridLines(lines);
    double[] x = lines.x.stream().mapToDouble(Double::doubleValue).toArray();
    double[] y = lines.y.stream().mapToDouble(Double::doubleValue).toArray();
    double[] z = new double[x.length * y.length];
    double[] friction = new double[(x.length - 1) * (y.length - 1)];
    SurfaceContacts contacts = new SurfaceContacts();
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < y.length; k++) {
        z[i * y.length + k] = ground.height(x[i], y[k]);
        if (i < x.length - 1 && k < y.length - 1) {
          double middleX = 0.5 * (x[i] + x[i + 1]);
          double middleY = 0.5 * (y[k] + y[k + 1]);
          double probeZ = ground.height(middleX, middleY) + PROBE_METRES;
          contacts.clear();
          ground.contacts(middleX, middleY, probeZ, 0, 2 * PROBE_METRES, contacts);
          friction[i * (y.length - 1) + k] = contacts.size() == 0 ? 1 : contacts.friction(0);
        }
      }
    }
    return new TerrainSurface(x, y, z, friction);
  }

  /** Whether it is level nominal ground, which needs no plotting. */
  public boolean isNominal() {
    return DoubleStream.of(z).allMatch(height -> height == 0)
        && DoubleStream.of(friction).allMatch(factor -> factor == 1);
  }
}
