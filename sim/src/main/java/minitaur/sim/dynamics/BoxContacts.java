package minitaur.sim.dynamics;

/**
 * Contact points between two boxes that touch or are about to. The separating axis test finds the
 * axis of max separation (or min penetration) among the face normals of both boxes and the cross
 * products of their edges. For a face normal, the other box's most opposed face is clipped against
 * the sides of that face (Sutherland and Hodgman 1974). For a cross product, the contact point lies
 * between the two edges.
 */
final class BoxContacts {
  /** Max number of points: a quadrilateral clipped by four planes has at most eight corners. */
  static final int CAPACITY = 8;

  /**
   * Margin by which the separation along a later axis must exceed that of an earlier one, m.
   * Without it, contact points of resting boxes change from step to step.
   */
  static final double AXIS_TOLERANCE = 5e-5;

  /** Squared sine of the angle below which two edges count as parallel. */
  static final double MIN_SQUARED_SINE = 1e-6;

  /** {@code [3]} unit normal from the second box to the first, world axes. */
  final double[] normal = new double[3];

  /** {@code [point]} gap between the boxes, m; negative for penetration. */
  final double[] gap = new double[CAPACITY];

  /** {@code [point]} world coordinates, halfway between the boxes. */
  final double[] x = new double[CAPACITY];

  final double[] y = new double[CAPACITY];
  final double[] z = new double[CAPACITY];

  private int size;

  // Vector from the second to the first box's center.
  private double centerX;
  private double centerY;
  private double centerZ;

  // The best axis so far: separation, direction from the second to the first box, and index: 0 to 2
  // faces of the first box, 3 to 5 of the second, then 3 x 3 edge cross products.
  private double separation;
  private double axisX;
  private double axisY;
  private double axisZ;
  private int axis;

  // The polygon being clipped, [corners x 3].
  private double[] polygon = new double[3 * CAPACITY];
  private double[] clipped = new double[3 * CAPACITY];

  /** Number of points. */
  int size() {
    return size;
  }

  /**
   * Computes the contact points.
   *
   * @param margin max gap of interest, m
   */
  void find(BoxPose first, BoxPose second, double margin) {
    size = 0;
    centerX = first.center[0] - second.center[0];
    centerY = first.center[1] - second.center[1];
    centerZ = first.center[2] - second.center[2];
    double maxDistance = first.radius + second.radius + margin;
    if (centerX * centerX + centerY * centerY + centerZ * centerZ > maxDistance * maxDistance) {
      return;
    }
    separation = Double.NEGATIVE_INFINITY;
    double[] a = first.axes;
    double[] b = second.axes;
    for (int i = 0; i < 3; i++) {
      testAxis(i, a[3 * i], a[3 * i + 1], a[3 * i + 2], 0, first, second);
    }
    for (int i = 0; i < 3; i++) {
      testAxis(3 + i, b[3 * i], b[3 * i + 1], b[3 * i + 2], AXIS_TOLERANCE, first, second);
    }
    for (int i = 0; i < 3 && separation <= margin; i++) {
      for (int k = 0; k < 3; k++) {
        testEdgePair(i, k, first, second);
      }
    }
    if (separation > margin) {
      return;
    }
    normal[0] = axisX;
    normal[1] = axisY;
    normal[2] = axisZ;
    if (axis < 3) {
      // The first box's face points to the second box, against the normal.
      clip(first, axis, -1, second, margin);
    } else if (axis < 6) {
      clip(second, axis - 3, 1, first, margin);
    } else {
      addEdgePoint(first, (axis - 6) / 3, second, (axis - 6) % 3);
    }
  }

  private void testEdgePair(int i, int k, BoxPose first, BoxPose second) {
    double[] a = first.axes;
    double[] b = second.axes;
    double x = a[3 * i + 1] * b[3 * k + 2] - a[3 * i + 2] * b[3 * k + 1];
    double y = a[3 * i + 2] * b[3 * k] - a[3 * i] * b[3 * k + 2];
    double z = a[3 * i] * b[3 * k + 1] - a[3 * i + 1] * b[3 * k];
    double square = x * x + y * y + z * z;
    if (square > MIN_SQUARED_SINE) {
      double scale = 1 / Math.sqrt(square);
      int candidate = 6 + 3 * i + k;
      testAxis(candidate, scale * x, scale * y, scale * z, AXIS_TOLERANCE, first, second);
    }
  }

  /** Keeps an axis if its separation exceeds that of the best one by the tolerance. */
  private void testAxis(
      int index, double x, double y, double z, double tolerance, BoxPose first, BoxPose second) {
    double distance = x * centerX + y * centerY + z * centerZ;
    double gapAlong = Math.abs(distance) - first.extent(x, y, z) - second.extent(x, y, z);
    if (gapAlong > separation + tolerance) {
      separation = gapAlong;
      axis = index;
      double sign = distance < 0 ? -1 : 1;
      axisX = sign * x;
      axisY = sign * y;
      axisZ = sign * z;
    }
  }

  /**
   * Clips a face of {@code other} against a face of {@code box}.
   *
   * @param face box axis perpendicular to the face
   * @param sign 1 if the face points along the normal, -1 if against it
   */
  private void clip(BoxPose box, int face, int sign, BoxPose other, double margin) {
    double nx = sign * normal[0];
    double ny = sign * normal[1];
    double nz = sign * normal[2];
    // The other box's face most opposed to the normal.
    int opposed = 0;
    double maxAlignment = -1;
    for (int i = 0; i < 3; i++) {
      double alignment = Math.abs(other.component(i, nx, ny, nz));
      if (alignment > maxAlignment) {
        maxAlignment = alignment;
        opposed = i;
      }
    }
    int side = other.component(opposed, nx, ny, nz) < 0 ? 1 : -1;
    int u = (opposed + 1) % 3;
    int v = (opposed + 2) % 3;
    for (int corner = 0; corner < 4; corner++) {
      // Around the face: (-, -), (+, -), (+, +), (-, +).
      double su = corner == 1 || corner == 2 ? other.halfSize[u] : -other.halfSize[u];
      double sv = corner >= 2 ? other.halfSize[v] : -other.halfSize[v];
      for (int c = 0; c < 3; c++) {
        polygon[3 * corner + c] =
            other.center[c]
                + side * other.halfSize[opposed] * other.axes[3 * opposed + c]
                + su * other.axes[3 * u + c]
                + sv * other.axes[3 * v + c];
      }
    }
    int corners = 4;
    for (int i = 1; i <= 2; i++) {
      int sideAxis = (face + i) % 3;
      corners = clip(box, sideAxis, 1, corners);
      corners = clip(box, sideAxis, -1, corners);
    }
    for (int i = 0; i < corners; i++) {
      double px = polygon[3 * i];
      double py = polygon[3 * i + 1];
      double pz = polygon[3 * i + 2];
      double height =
          nx * (px - box.center[0]) + ny * (py - box.center[1]) + nz * (pz - box.center[2]);
      double distance = height - box.halfSize[face];
      if (distance <= margin) {
        add(distance, px - 0.5 * distance * nx, py - 0.5 * distance * ny, pz - 0.5 * distance * nz);
      }
    }
  }

  /** Clips the polygon against one side of the box. */
  private int clip(BoxPose box, int sideAxis, int sign, int corners) {
    int count = 0;
    for (int i = 0; i < corners; i++) {
      int next = i + 1 < corners ? i + 1 : 0;
      double depth = depthInside(box, sideAxis, sign, i);
      double nextDepth = depthInside(box, sideAxis, sign, next);
      if (depth >= 0) {
        count = addVertex(polygon[3 * i], polygon[3 * i + 1], polygon[3 * i + 2], count);
      }
      if ((depth > 0 && nextDepth < 0) || (depth < 0 && nextDepth > 0)) {
        double fraction = depth / (depth - nextDepth);
        count =
            addVertex(
                polygon[3 * i] + fraction * (polygon[3 * next] - polygon[3 * i]),
                polygon[3 * i + 1] + fraction * (polygon[3 * next + 1] - polygon[3 * i + 1]),
                polygon[3 * i + 2] + fraction * (polygon[3 * next + 2] - polygon[3 * i + 2]),
                count);
      }
    }
    double[] swap = polygon;
    polygon = clipped;
    clipped = swap;
    return count;
  }

  private double depthInside(BoxPose box, int sideAxis, int sign, int corner) {
    return box.halfSize[sideAxis]
        - sign
            * box.component(
                sideAxis,
                polygon[3 * corner] - box.center[0],
                polygon[3 * corner + 1] - box.center[1],
                polygon[3 * corner + 2] - box.center[2]);
  }

  private int addVertex(double px, double py, double pz, int count) {
    clipped[3 * count] = px;
    clipped[3 * count + 1] = py;
    clipped[3 * count + 2] = pz;
    return count + 1;
  }

  /** Adds the point halfway between the two closest edges along the normal. */
  private void addEdgePoint(BoxPose first, int i, BoxPose second, int k) {
    // Midpoints of the edges, p and q.
    double px = first.center[0];
    double py = first.center[1];
    double pz = first.center[2];
    double qx = second.center[0];
    double qy = second.center[1];
    double qz = second.center[2];
    for (int axis = 0; axis < 3; axis++) {
      if (axis != i) {
        double side = first.component(axis, axisX, axisY, axisZ) > 0 ? -1 : 1;
        px += side * first.halfSize[axis] * first.axes[3 * axis];
        py += side * first.halfSize[axis] * first.axes[3 * axis + 1];
        pz += side * first.halfSize[axis] * first.axes[3 * axis + 2];
      }
      if (axis != k) {
        double side = second.component(axis, axisX, axisY, axisZ) > 0 ? 1 : -1;
        qx += side * second.halfSize[axis] * second.axes[3 * axis];
        qy += side * second.halfSize[axis] * second.axes[3 * axis + 1];
        qz += side * second.halfSize[axis] * second.axes[3 * axis + 2];
      }
    }
    // Closest points of the lines p + s a and q + t b.
    double ab =
        first.component(i, second.axes[3 * k], second.axes[3 * k + 1], second.axes[3 * k + 2]);
    double toA = first.component(i, qx - px, qy - py, qz - pz);
    double toB = second.component(k, qx - px, qy - py, qz - pz);
    double s = (toA - ab * toB) / (1 - ab * ab);
    double t = (ab * toA - toB) / (1 - ab * ab);
    add(
        separation,
        0.5 * (px + s * first.axes[3 * i] + qx + t * second.axes[3 * k]),
        0.5 * (py + s * first.axes[3 * i + 1] + qy + t * second.axes[3 * k + 1]),
        0.5 * (pz + s * first.axes[3 * i + 2] + qz + t * second.axes[3 * k + 2]));
  }

  private void add(double distance, double px, double py, double pz) {
    gap[size] = distance;
    x[size] = px;
    y[size] = py;
    z[size] = pz;
    size++;
  }
}
