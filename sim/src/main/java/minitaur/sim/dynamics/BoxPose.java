package minitaur.sim.dynamics;

import minitaur.sim.terrain.Box;

/** Size, center and axes of a box. */
final class BoxPose {
  /** {@code [3]} half sizes along its own axes, m. */
  final double[] halfSize;

  /** {@code [3]} center, world, m. */
  final double[] center = new double[3];

  /** {@code [9]} box axes in world coordinates, one after the other. */
  final double[] axes = new double[9];

  /** Distance from the center to a corner, m. */
  final double radius;

  BoxPose(Box box) {
    halfSize = new double[] {box.halfX(), box.halfY(), box.halfZ()};
    radius =
        Math.sqrt(
            halfSize[0] * halfSize[0] + halfSize[1] * halfSize[1] + halfSize[2] * halfSize[2]);
    setPose(box);
  }

  /** Sets center and axes to those of {@code box}. */
  void setPose(Box box) {
    center[0] = box.x();
    center[1] = box.y();
    center[2] = box.z();
    double cosine = StrictMath.cos(box.yawRad());
    double sine = StrictMath.sin(box.yawRad());
    axes[0] = cosine;
    axes[1] = sine;
    axes[2] = 0;
    axes[3] = -sine;
    axes[4] = cosine;
    axes[5] = 0;
    axes[6] = 0;
    axes[7] = 0;
    axes[8] = 1;
  }

  /** Sets the axes from a quaternion {@code [4]} w x y z. Not modified. */
  void setRotation(double[] quaternion) {
    double w = quaternion[0];
    double x = quaternion[1];
    double y = quaternion[2];
    double z = quaternion[3];
    axes[0] = 1 - 2 * (y * y + z * z);
    axes[1] = 2 * (x * y + w * z);
    axes[2] = 2 * (x * z - w * y);
    axes[3] = 2 * (x * y - w * z);
    axes[4] = 1 - 2 * (x * x + z * z);
    axes[5] = 2 * (y * z + w * x);
    axes[6] = 2 * (x * z + w * y);
    axes[7] = 2 * (y * z - w * x);
    axes[8] = 1 - 2 * (x * x + y * y);
  }

  /** Component of a world vector along one of the axes. */
  double component(int axis, double x, double y, double z) {
    return axes[3 * axis] * x + axes[3 * axis + 1] * y + axes[3 * axis + 2] * z;
  }

  /** Half the box's extent along a unit direction. */
  double extent(double x, double y, double z) {
    return halfSize[0] * Math.abs(component(0, x, y, z))
        + halfSize[1] * Math.abs(component(1, x, y, z))
        + halfSize[2] * Math.abs(component(2, x, y, z));
  }

  /**
   * World coordinate of a corner. Bits 0 to 2 of {@code corner} select the positive side along each
   * axis.
   */
  double corner(int corner, int coordinate) {
    double value = center[coordinate];
    for (int axis = 0; axis < 3; axis++) {
      double side = (corner >> axis & 1) == 0 ? -halfSize[axis] : halfSize[axis];
      value += side * axes[3 * axis + coordinate];
    }
    return value;
  }
}
