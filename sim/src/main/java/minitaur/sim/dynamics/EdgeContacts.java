package minitaur.sim.dynamics;

import minitaur.sim.terrain.GroundEdge;

/**
 * Contact points between a box and a convex edge of the ground that touch or are about to. A ground
 * edge under a face of the box gives two points, at the ends of the overlap; a ground edge crossing
 * an edge of the box gives one. Contacts of the box's corners are not computed here.
 *
 * <p>Near its edge the ground is a wedge. By the separating axis theorem, the axis that separates a
 * box from a wedge is a normal of the wedge, a normal of the box, or the cross product of the
 * wedge's edge and an edge of the box; only directions between the two normals of the wedge are
 * considered. If a normal of the wedge is the best axis, a corner of the box is in contact.
 */
final class EdgeContacts {
  /** Max number of points. */
  static final int CAPACITY = 2;

  /**
   * Sine of the angle by which an axis may lie outside the range of the wedge's normals, because a
   * face that has begun to lift off may return within the step.
   */
  private static final double WEDGE_TOLERANCE = 0.05;

  private static final int NO_FACE = -1;

  /** {@code [3]} unit normal from the ground to the box, world axes. */
  final double[] normal = new double[3];

  /** {@code [point]} gap between edge and box, m; negative for penetration. */
  final double[] gap = new double[CAPACITY];

  /** {@code [point]} world y. */
  final double[] y = new double[CAPACITY];

  private int size;

  // Position of the edge relative to the box's center.
  private double edgeX;
  private double edgeZ;

  // The best axis so far, and its face of the box if it is a face normal.
  private double separation;
  private int face;

  /** Number of points. */
  int size() {
    return size;
  }

  /**
   * Computes the contact points.
   *
   * @param margin max gap of interest, m
   */
  void find(BoxPose box, GroundEdge edge, double margin) {
    size = 0;
    edgeX = edge.x() - box.center[0];
    edgeZ = edge.z() - box.center[2];
    double maxDistance = box.radius + margin;
    if (edgeX * edgeX + edgeZ * edgeZ > maxDistance * maxDistance) {
      return;
    }
    separation = Double.NEGATIVE_INFINITY;
    double[] a = box.axes;
    for (int i = 0; i < 3; i++) {
      testAxis(i, a[3 * i], a[3 * i + 1], a[3 * i + 2], 0, box, edge);
      testAxis(i, -a[3 * i], -a[3 * i + 1], -a[3 * i + 2], 0, box, edge);
    }
    for (int i = 0; i < 3; i++) {
      double square = a[3 * i] * a[3 * i] + a[3 * i + 2] * a[3 * i + 2];
      if (square > BoxContacts.MIN_SQUARED_SINE) {
        double x = -a[3 * i + 2] / Math.sqrt(square);
        double z = a[3 * i] / Math.sqrt(square);
        testAxis(NO_FACE, x, 0, z, BoxContacts.AXIS_TOLERANCE, box, edge);
        testAxis(NO_FACE, -x, 0, -z, BoxContacts.AXIS_TOLERANCE, box, edge);
      }
    }
    if (separation > margin
        || isBetterAxis(-edge.beforeZ(), edge.beforeX(), box)
        || isBetterAxis(-edge.afterZ(), edge.afterX(), box)) {
      return;
    }
    if (face == NO_FACE) {
      addCrossing(box);
    } else {
      addEnds(box, margin);
    }
    for (int i = 0; i < size; i++) {
      y[i] += box.center[1];
    }
  }

  private void testAxis(
      int newFace, double x, double y, double z, double tolerance, BoxPose box, GroundEdge edge) {
    if (x * edge.beforeX() + z * edge.beforeZ() < -WEDGE_TOLERANCE
        || x * edge.afterX() + z * edge.afterZ() > WEDGE_TOLERANCE) {
      return;
    }
    double gapAlong = gapAlong(x, y, z, box);
    if (gapAlong > separation + tolerance) {
      separation = gapAlong;
      face = newFace;
      normal[0] = x;
      normal[1] = y;
      normal[2] = z;
    }
  }

  /** Whether a normal of the wedge is a better axis. */
  private boolean isBetterAxis(double x, double z, BoxPose box) {
    return gapAlong(x, 0, z, box) > separation + BoxContacts.AXIS_TOLERANCE;
  }

  /**
   * Gap along an axis from the ground to the box. Only the part of the edge within the box's
   * bounding sphere is considered.
   */
  private double gapAlong(double x, double y, double z, BoxPose box) {
    return -(x * edgeX + z * edgeZ) - box.radius * Math.abs(y) - box.extent(x, y, z);
  }

  /** Adds both ends of the part of the edge under the face. */
  private void addEnds(BoxPose box, double margin) {
    double low = -box.radius;
    double high = box.radius;
    for (int i = 1; i <= 2; i++) {
      int sideAxis = (face + i) % 3;
      double offset = box.component(sideAxis, edgeX, 0, edgeZ);
      double slope = box.axes[3 * sideAxis + 1];
      if (slope == 0) {
        if (Math.abs(offset) > box.halfSize[sideAxis]) {
          return;
        }
      } else {
        double crossing1 = (-box.halfSize[sideAxis] - offset) / slope;
        double crossing2 = (box.halfSize[sideAxis] - offset) / slope;
        low = Math.max(low, Math.min(crossing1, crossing2));
        high = Math.min(high, Math.max(crossing1, crossing2));
      }
    }
    if (low <= high) {
      addEnd(low, box, margin);
      addEnd(high, box, margin);
    }
  }

  private void addEnd(double along, BoxPose box, double margin) {
    double distance =
        -(normal[0] * edgeX + normal[1] * along + normal[2] * edgeZ) - box.halfSize[face];
    if (distance <= margin) {
      gap[size] = distance;
      y[size] = along;
      size++;
    }
  }

  /** Adds the point where the ground edge crosses the box's deepest edge along the normal. */
  private void addCrossing(BoxPose box) {
    // The box's edge is the one perpendicular to the normal, so its depth is constant.
    int parallel = 0;
    for (int i = 1; i < 3; i++) {
      double alignment = Math.abs(box.component(i, normal[0], 0, normal[2]));
      if (alignment < Math.abs(box.component(parallel, normal[0], 0, normal[2]))) {
        parallel = i;
      }
    }
    double px = 0;
    double py = 0;
    double pz = 0;
    for (int i = 0; i < 3; i++) {
      if (i != parallel) {
        double side =
            box.component(i, normal[0], 0, normal[2]) > 0 ? -box.halfSize[i] : box.halfSize[i];
        px += side * box.axes[3 * i];
        py += side * box.axes[3 * i + 1];
        pz += side * box.axes[3 * i + 2];
      }
    }
    // Closest point of the box's edge to the ground edge in x and z.
    double ax = box.axes[3 * parallel];
    double az = box.axes[3 * parallel + 2];
    double along = ((edgeX - px) * ax + (edgeZ - pz) * az) / (ax * ax + az * az);
    if (Math.abs(along) <= box.halfSize[parallel]) {
      gap[0] = separation;
      y[0] = py + along * box.axes[3 * parallel + 1];
      size = 1;
    }
  }
}
