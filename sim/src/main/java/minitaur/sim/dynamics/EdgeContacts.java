package minitaur.sim.dynamics;

import minitaur.sim.terrain.GroundEdge;

/**
 * The points in which a box touches a convex edge of the ground, or is about to: an edge under a
 * face in two points, up to where the face ends; an edge across an edge of the box in one. What the
 * box's corners touch is not found here.
 *
 * <p>Near its edge the ground is a wedge. By the separating axis theorem a box is apart from a
 * wedge along a normal of the wedge, a normal of the box, or the product of the wedge's edge and an
 * edge of the box; only directions between the two normals of the wedge count. If a normal of the
 * wedge is the best of them, then what touches is a corner.
 */
final class EdgeContacts {
  /** Max number of points. */
  static final int CAPACITY = 2;

  /** By how much an axis must be better, m, than the normals of the box. */
  private static final double PREFERENCE = 5e-5;

  /** Squared sine of the angle below which two edges count as parallel. */
  private static final double PARALLEL = 1e-6;

  /**
   * Sine of the angle by which an axis may lie outside the wedge's normals: a face that has begun
   * to lift off may come back within the step.
   */
  private static final double OUTSIDE = 0.05;

  private static final int NO_FACE = -1;

  /** {@code [3]} from the ground to the box, of length 1, world axes. */
  final double[] normal = new double[3];

  /** {@code [point]} m between edge and box there, below 0 when the edge is in the box. */
  final double[] gap = new double[CAPACITY];

  /** {@code [point]} world y. */
  final double[] y = new double[CAPACITY];

  private int size;

  // The edge's place from the box's center.
  private double edgeX;
  private double edgeZ;

  // The best axis so far and the face of the box, if it is one, that it is the normal of.
  private double separation;
  private int face;

  /** Number of points. */
  int size() {
    return size;
  }

  /**
   * Finds the points.
   *
   * @param reach max gap of interest, m
   */
  void find(BoxPose box, GroundEdge edge, double reach) {
    size = 0;
    edgeX = edge.x() - box.center[0];
    edgeZ = edge.z() - box.center[2];
    double far = box.radius + reach;
    if (edgeX * edgeX + edgeZ * edgeZ > far * far) {
      return;
    }
    separation = Double.NEGATIVE_INFINITY;
    double[] a = box.axes;
    for (int i = 0; i < 3; i++) {
      test(i, a[3 * i], a[3 * i + 1], a[3 * i + 2], 0, box, edge);
      test(i, -a[3 * i], -a[3 * i + 1], -a[3 * i + 2], 0, box, edge);
    }
    for (int i = 0; i < 3; i++) {
      double square = a[3 * i] * a[3 * i] + a[3 * i + 2] * a[3 * i + 2];
      if (square > PARALLEL) {
        double x = -a[3 * i + 2] / Math.sqrt(square);
        double z = a[3 * i] / Math.sqrt(square);
        test(NO_FACE, x, 0, z, PREFERENCE, box, edge);
        test(NO_FACE, -x, 0, -z, PREFERENCE, box, edge);
      }
    }
    if (separation > reach
        || isBetter(-edge.beforeZ(), edge.beforeX(), box)
        || isBetter(-edge.afterZ(), edge.afterX(), box)) {
      return;
    }
    if (face == NO_FACE) {
      addCrossing(box);
    } else {
      addEnds(box, reach);
    }
    for (int i = 0; i < size; i++) {
      y[i] += box.center[1];
    }
  }

  private void test(
      int candidate,
      double x,
      double axisY,
      double z,
      double preference,
      BoxPose box,
      GroundEdge edge) {
    if (x * edge.beforeX() + z * edge.beforeZ() < -OUTSIDE
        || x * edge.afterX() + z * edge.afterZ() > OUTSIDE) {
      return;
    }
    double gapAlong = gapAlong(x, axisY, z, box);
    if (gapAlong > separation + preference) {
      separation = gapAlong;
      face = candidate;
      normal[0] = x;
      normal[1] = axisY;
      normal[2] = z;
    }
  }

  /** Whether a normal of the wedge is the better axis. */
  private boolean isBetter(double x, double z, BoxPose box) {
    return gapAlong(x, 0, z, box) > separation + PREFERENCE;
  }

  /** Gap along an axis from the ground to the box; the part of the edge that matters is short. */
  private double gapAlong(double x, double axisY, double z, BoxPose box) {
    return -(x * edgeX + z * edgeZ) - box.radius * Math.abs(axisY) - box.extent(x, axisY, z);
  }

  /** Both ends of the part of the edge that is under the face. */
  private void addEnds(BoxPose box, double reach) {
    double low = -box.radius;
    double high = box.radius;
    for (int i = 1; i <= 2; i++) {
      int across = (face + i) % 3;
      double at = box.along(across, edgeX, 0, edgeZ);
      double slope = box.axes[3 * across + 1];
      if (slope == 0) {
        if (Math.abs(at) > box.half[across]) {
          return;
        }
      } else {
        double one = (-box.half[across] - at) / slope;
        double other = (box.half[across] - at) / slope;
        low = Math.max(low, Math.min(one, other));
        high = Math.min(high, Math.max(one, other));
      }
    }
    if (low <= high) {
      addEnd(low, box, reach);
      addEnd(high, box, reach);
    }
  }

  private void addEnd(double along, BoxPose box, double reach) {
    double distance = -(normal[0] * edgeX + normal[1] * along + normal[2] * edgeZ) - box.half[face];
    if (distance <= reach) {
      gap[size] = distance;
      y[size] = along;
      size++;
    }
  }

  /** Where the edge passes the edge of the box that is deepest along the normal. */
  private void addCrossing(BoxPose box) {
    // The box's edge is the one perpendicular to the normal; all along it is as deep.
    int parallel = 0;
    for (int i = 1; i < 3; i++) {
      double facing = Math.abs(box.along(i, normal[0], 0, normal[2]));
      if (facing < Math.abs(box.along(parallel, normal[0], 0, normal[2]))) {
        parallel = i;
      }
    }
    double px = 0;
    double py = 0;
    double pz = 0;
    for (int i = 0; i < 3; i++) {
      if (i != parallel) {
        double side = box.along(i, normal[0], 0, normal[2]) > 0 ? -box.half[i] : box.half[i];
        px += side * box.axes[3 * i];
        py += side * box.axes[3 * i + 1];
        pz += side * box.axes[3 * i + 2];
      }
    }
    // Along the box's edge to where its x and z are nearest to the ground's edge.
    double ax = box.axes[3 * parallel];
    double az = box.axes[3 * parallel + 2];
    double along = ((edgeX - px) * ax + (edgeZ - pz) * az) / (ax * ax + az * az);
    if (Math.abs(along) <= box.half[parallel]) {
      gap[0] = separation;
      y[0] = py + along * box.axes[3 * parallel + 1];
      size = 1;
    }
  }
}
