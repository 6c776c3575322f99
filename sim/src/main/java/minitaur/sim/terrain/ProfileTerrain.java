package minitaur.sim.terrain;

import java.util.ArrayList;
import java.util.List;

/**
 * Ground whose height depends on x only: a polyline in the x-z plane, extruded infinitely along y,
 * and level before its first and after its last point. Level segments are treads, vertical segments
 * are risers.
 *
 * <p>A sphere has contacts with the segments onto which its center projects, and with the convex
 * edges for which its center lies beyond both adjacent segments. Collinear segments therefore cause
 * no bumps at their joints, and the normal at an edge points from the edge to the center.
 */
public final class ProfileTerrain implements Terrain {
  /** First surface id of the edges; smaller ids are segments. */
  private static final int FIRST_EDGE = 1 << 16;

  // Vertices of the polyline.
  private final double[] x;
  private final double[] z;

  // Unit direction and length of segment i from corner i - 1 to corner i. The first and the last
  // segment are level and infinite on one side.
  private final double[] directionX;
  private final double[] directionZ;
  private final double[] length;

  private final boolean[] convex;

  // Lookup table for each short piece of the profile: the corners near a sphere there and the max
  // height of the ground. The first and the last piece extend to infinity.
  private static final double CELL_SIZE = 0.05;
  private static final double CELL_MARGIN = 0.12;
  private final double firstCellX;
  private final int[] firstCorner;
  private final int[] lastCorner;
  private final double[] cellMaxHeight;

  private ProfileTerrain(double[] x, double[] z) {
    this.x = x;
    this.z = z;
    int corners = x.length;
    directionX = new double[corners + 1];
    directionZ = new double[corners + 1];
    length = new double[corners + 1];
    convex = new boolean[corners];
    for (int i = 0; i <= corners; i++) {
      boolean isEnd = i == 0 || i == corners;
      double dx = isEnd ? 1 : x[i] - x[i - 1];
      double dz = isEnd ? 0 : z[i] - z[i - 1];
      double segmentLength = Math.sqrt(dx * dx + dz * dz);
      if (!(dx >= 0 && segmentLength > 0 && Double.isFinite(segmentLength))) {
        throw new IllegalArgumentException(
            "corner %d of the profile at x = %s does not follow corner %d at x = %s"
                .formatted(i, x[i], i - 1, x[i - 1]));
      }
      directionX[i] = dx / segmentLength;
      directionZ[i] = dz / segmentLength;
      length[i] = isEnd ? Double.POSITIVE_INFINITY : segmentLength;
    }
    for (int i = 0; i < corners; i++) {
      convex[i] = directionX[i] * directionZ[i + 1] - directionZ[i] * directionX[i + 1] < 0;
    }
    // Wider than a cell and its margin, because of rounding.
    double halfWindow = CELL_SIZE + CELL_MARGIN;
    firstCellX = x[0] - 2 * halfWindow;
    int cellCount = (int) Math.ceil((x[corners - 1] + 2 * halfWindow - firstCellX) / CELL_SIZE);
    firstCorner = new int[cellCount];
    lastCorner = new int[cellCount];
    cellMaxHeight = new double[cellCount];
    for (int cell = 0; cell < cellCount; cell++) {
      double center = firstCellX + (cell + 0.5) * CELL_SIZE;
      firstCorner[cell] = firstCornerFrom(0, center - halfWindow);
      lastCorner[cell] = firstCornerFrom(firstCorner[cell], center + halfWindow);
      cellMaxHeight[cell] = maxCornerHeight(firstCorner[cell], center + halfWindow);
    }
  }

  /** First corner, starting at {@code start}, at or after {@code min}. */
  private int firstCornerFrom(int start, double min) {
    int first = start;
    while (first < x.length && x[first] < min) {
      first++;
    }
    return first;
  }

  @Override
  public double maxHeight(double px, double py, double distance) {
    return maxCornerHeight(firstCornerFrom(0, px - distance), px + distance);
  }

  /** Max height of the corners of the ground from corner {@code first} to x = {@code max}. */
  private double maxCornerHeight(int first, double max) {
    double maxHeight = Double.NEGATIVE_INFINITY;
    for (int i = Math.max(0, first - 1); i < x.length; i++) {
      maxHeight = Math.max(maxHeight, z[i]);
      if (x[i] > max) {
        break;
      }
    }
    return maxHeight;
  }

  /** Builder of a profile, in the direction of increasing x. */
  public static final class Builder {
    private final List<Double> x = new ArrayList<>();
    private final List<Double> z = new ArrayList<>();

    /** Starts a profile that is level at height 0 up to {@code startX}. */
    public Builder(double startX) {
      x.add(startX);
      z.add(0.0);
    }

    /** Adds a segment to the point {@code dx} ahead and {@code dz} higher, m. */
    public Builder segment(double dx, double dz) {
      x.add(endX() + dx);
      z.add(z.get(z.size() - 1) + dz);
      return this;
    }

    /**
     * Adds stairs.
     *
     * @param rise height of a riser, m; negative for descending stairs
     * @param tread length of a tread, m
     * @param count number of risers, each followed by a tread
     */
    public Builder stairs(double rise, double tread, int count) {
      for (int i = 0; i < count; i++) {
        segment(0, rise).segment(tread, 0);
      }
      return this;
    }

    /** Adds a trench with vertical walls, m. */
    public Builder gap(double width, double depth) {
      return segment(0, -depth).segment(width, 0).segment(0, depth);
    }

    /** The x coordinate of the last point, m. */
    public double endX() {
      return x.get(x.size() - 1);
    }

    /**
     * Builds the profile.
     *
     * @throws IllegalArgumentException if x decreases or a segment has zero length
     */
    public ProfileTerrain build() {
      return new ProfileTerrain(
          x.stream().mapToDouble(Double::doubleValue).toArray(),
          z.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  @Override
  public void contacts(
      double cx, double cy, double cz, double radius, double margin, SurfaceContacts contacts) {
    double maxDistance = radius + margin;
    int first = 0;
    int last = x.length;
    if (maxDistance <= CELL_MARGIN) {
      int cell = (int) ((cx - firstCellX) / CELL_SIZE);
      cell = Math.max(0, Math.min(firstCorner.length - 1, cell));
      if (cz - maxDistance >= cellMaxHeight[cell]) {
        return;
      }
      first = firstCorner[cell];
      last = lastCorner[cell];
    }
    if (cz < height(cx, first)) {
      addNearestFromInside(cx, cz, radius, contacts);
      return;
    }
    for (int i = first; i <= last; i++) {
      double position = positionAlong(i, cx, cz);
      if (position >= start(i) && position <= length(i)) {
        double distance = distance(i, cx, cz);
        if (distance >= 0 && distance - radius < margin) {
          contacts.add(i, distance - radius, -directionZ[i], 0, directionX[i], 1);
        }
      }
      if (i < x.length && convex[i] && position > length(i) && positionAlong(i + 1, cx, cz) < 0) {
        double dx = cx - x[i];
        double dz = cz - z[i];
        double distance = Math.sqrt(dx * dx + dz * dz);
        if (distance - radius < margin) {
          contacts.add(FIRST_EDGE + i, distance - radius, dx / distance, 0, dz / distance, 1);
        }
      }
    }
  }

  /** Adds the contact of a sphere whose center is inside the ground: the nearest surface only. */
  private void addNearestFromInside(double cx, double cz, double radius, SurfaceContacts contacts) {
    int nearest = -1;
    double maxDistance = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= x.length; i++) {
      double position = positionAlong(i, cx, cz);
      double distance = distance(i, cx, cz);
      if (position >= start(i)
          && position <= length(i)
          && distance <= 0
          && distance > maxDistance) {
        maxDistance = distance;
        nearest = i;
      }
    }
    int corner = -1;
    for (int i = 0; i < x.length; i++) {
      // Behind the foot of a riser the center projects onto no segment; the corner is nearest.
      double depth = Math.sqrt((x[i] - cx) * (x[i] - cx) + (z[i] - cz) * (z[i] - cz));
      if (!convex[i] && depth > 0 && -depth > maxDistance) {
        maxDistance = -depth;
        corner = i;
      }
    }
    if (corner >= 0) {
      double nx = (cx - x[corner]) / maxDistance;
      double nz = (cz - z[corner]) / maxDistance;
      contacts.add(FIRST_EDGE + corner, maxDistance - radius, nx, 0, nz, 1);
    } else if (nearest >= 0) {
      contacts.add(nearest, maxDistance - radius, -directionZ[nearest], 0, directionX[nearest], 1);
    } else {
      contacts.add(0, cz - height(cx, 0) - radius, 0, 0, 1, 1);
    }
  }

  /**
   * Position along segment i, measured from its first corner; on the first segment, from its last
   * corner.
   */
  private double positionAlong(int i, double cx, double cz) {
    int corner = Math.max(0, i - 1);
    return directionX[i] * (cx - x[corner]) + directionZ[i] * (cz - z[corner]);
  }

  private double start(int i) {
    return i == 0 ? Double.NEGATIVE_INFINITY : 0;
  }

  private double length(int i) {
    return i == 0 ? 0 : length[i];
  }

  /** Signed distance to the line of segment i; positive outside. */
  private double distance(int i, double cx, double cz) {
    int corner = Math.max(0, i - 1);
    return directionX[i] * (cz - z[corner]) - directionZ[i] * (cx - x[corner]);
  }

  /** Height of the ground; at a riser, that of its top. */
  @Override
  public double height(double px, double py) {
    return height(px, 0);
  }

  /**
   * @param start index at or before the first corner beyond {@code px}
   */
  private double height(double px, int start) {
    int next = start;
    while (next < x.length && x[next] <= px) {
      next++;
    }
    if (next == 0) {
      return z[0];
    }
    int last = next - 1;
    double height = z[last];
    if (next < x.length) {
      height += (px - x[last]) * (z[next] - z[last]) / (x[next] - x[last]);
    }
    for (int i = last; i >= 0 && x[i] == px; i--) {
      height = Math.max(height, z[i]);
    }
    return height;
  }

  @Override
  public List<GroundEdge> edges() {
    List<GroundEdge> edges = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      if (convex[i]) {
        edges.add(
            new GroundEdge(
                x[i], z[i], directionX[i], directionZ[i], directionX[i + 1], directionZ[i + 1]));
      }
    }
    return edges;
  }

  @Override
  public void addGridLines(TerrainSurface.GridLines lines) {
    for (double corner : x) {
      lines.addEdgeX(corner);
    }
  }
}
