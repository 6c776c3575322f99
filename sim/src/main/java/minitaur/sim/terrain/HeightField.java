package minitaur.sim.terrain;

import minitaur.hal.random.RandomStream;

/**
 * Rough ground: a smooth random height field of infinite extent. Heights drawn at the knots of a
 * square grid are the coefficients of uniform cubic B-splines, so height, slope and curvature are
 * continuous.
 *
 * <p>The knot spacing keeps the surface's radius of curvature above that of the largest sphere. A
 * sphere then has a unique nearest point, which is found by fixed-point iteration. The grid repeats
 * after {@value #KNOTS} knots.
 */
public final class HeightField implements Terrain {
  private static final int KNOTS = 128;
  private static final double MIN_SPACING = 0.08;

  /** Squared knot spacing over amplitude, m; see {@link #contacts}. */
  private static final double SPACING_BY_AMPLITUDE = 0.8;

  private static final int MAX_ITERATIONS = 40;
  private static final double TOLERANCE = 1e-11;

  private final double amplitude;
  private final double spacing;

  /** {@code [KNOTS x KNOTS]} row-major, rows along x, m. */
  private final double[] knots = new double[KNOTS * KNOTS];

  /**
   * Draws a field.
   *
   * @param amplitude bound of the absolute height, m
   */
  public HeightField(double amplitude, RandomStream stream) {
    if (!(amplitude >= 0 && Double.isFinite(amplitude))) {
      throw new IllegalArgumentException("the amplitude must be at least 0 m, but is " + amplitude);
    }
    this.amplitude = amplitude;
    spacing = Math.max(MIN_SPACING, Math.sqrt(SPACING_BY_AMPLITUDE * amplitude));
    for (int i = 0; i < knots.length; i++) {
      knots[i] = stream.nextUniform(-amplitude, amplitude);
    }
  }

  /**
   * Finds the nearest point p of the surface, whose normal passes through the center c: {@code p_xy
   * = c_xy + (c_z - h(p_xy)) grad h(p_xy)}. The contraction factor of the iteration is distance
   * times curvature. The curvature is bounded by the second differences of the knots, which are at
   * most four amplitudes.
   */
  @Override
  public void contacts(
      double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
    if (z - radius - amplitude >= margin) {
      return;
    }
    double px = x;
    double py = y;
    double height = 0;
    double slopeX = 0;
    double slopeY = 0;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double u = px / spacing;
      double v = py / spacing;
      int row = (int) Math.floor(u);
      int column = (int) Math.floor(v);
      u -= row;
      v -= column;
      height = 0;
      slopeX = 0;
      slopeY = 0;
      for (int i = 0; i < 4; i++) {
        double rowHeight = 0;
        double rowSlope = 0;
        int offset = KNOTS * Math.floorMod(row + i - 1, KNOTS);
        for (int k = 0; k < 4; k++) {
          double knot = knots[offset + Math.floorMod(column + k - 1, KNOTS)];
          rowHeight += weight(k, v) * knot;
          rowSlope += slope(k, v) * knot;
        }
        height += weight(i, u) * rowHeight;
        slopeX += slope(i, u) * rowHeight;
        slopeY += weight(i, u) * rowSlope;
      }
      slopeX /= spacing;
      slopeY /= spacing;
      double nextX = x + (z - height) * slopeX;
      double nextY = y + (z - height) * slopeY;
      double change = Math.abs(nextX - px) + Math.abs(nextY - py);
      px = nextX;
      py = nextY;
      if (change < TOLERANCE) {
        break;
      }
    }
    double length = Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
    double gap = (z - height) * length - radius;
    if (gap < margin) {
      contacts.add(0, gap, -slopeX / length, -slopeY / length, 1 / length, 1);
    }
  }

  @Override
  public double height(double x, double y) {
    double u = x / spacing;
    double v = y / spacing;
    int row = (int) Math.floor(u);
    int column = (int) Math.floor(v);
    u -= row;
    v -= column;
    double height = 0;
    for (int i = 0; i < 4; i++) {
      int offset = KNOTS * Math.floorMod(row + i - 1, KNOTS);
      for (int k = 0; k < 4; k++) {
        height +=
            weight(i, u) * weight(k, v) * knots[offset + Math.floorMod(column + k - 1, KNOTS)];
      }
    }
    return height;
  }

  @Override
  public double maxHeight(double x, double y, double distance) {
    return amplitude;
  }

  @Override
  public void addGridLines(TerrainSurface.GridLines lines) {
    lines.addUniform(spacing);
  }

  /**
   * Weight of one of the four knots that affect a cell, numbered from 0, at 0 &lt;= t &lt; 1 in the
   * cell.
   */
  private static double weight(int knot, double t) {
    return switch (knot) {
      case 0 -> (1 - t) * (1 - t) * (1 - t) / 6;
      case 1 -> (3 * t * t * t - 6 * t * t + 4) / 6;
      case 2 -> (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6;
      default -> t * t * t / 6;
    };
  }

  /** Derivative of {@link #weight}. */
  private static double slope(int knot, double t) {
    return switch (knot) {
      case 0 -> -(1 - t) * (1 - t) / 2;
      case 1 -> (3 * t * t - 4 * t) / 2;
      case 2 -> (-3 * t * t + 2 * t + 1) / 2;
      default -> t * t / 2;
    };
  }
}
