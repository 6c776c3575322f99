package minitaur.sim.dynamics;

import org.jspecify.annotations.Nullable;

/** A collision sphere and its current position. */
final class MovingSphere {
  final double radius;

  /** Coulomb friction coefficient on nominal ground. */
  final double friction;

  /** The leg of the sphere; arbitrary for a sphere on the trunk, which no motor moves. */
  final int leg;

  /** The sphere's center as of the last {@link #update}; y is constant. */
  final LinkPoint center = new LinkPoint();

  final double y;

  // World coordinates of the center as of the last updateWorldPosition().
  double worldX;
  double worldY;
  double worldZ;

  /** Null on the trunk. */
  private final @Nullable LinkKinematics link;

  private final double distance;

  MovingSphere(CollisionSphere sphere, RobotModel model, UnconstrainedDynamics dynamics) {
    radius = sphere.radius();
    if (sphere instanceof CollisionSphere.OnLink onLink) {
      leg = onLink.leg().ordinal();
      friction = onLink.foot() ? model.friction().foot() : model.friction().body();
      y = model.geometry().hipY(onLink.leg());
      link = dynamics.leg(leg).link(onLink.link());
      distance = onLink.distance();
    } else {
      CollisionSphere.OnTrunk onTrunk = (CollisionSphere.OnTrunk) sphere;
      leg = 0;
      friction = model.friction().body();
      y = onTrunk.y();
      link = null;
      distance = 0;
      center.x = onTrunk.x();
      center.z = onTrunk.z();
    }
  }

  /**
   * Updates the world position only.
   *
   * @param trunk {@code [3]} the trunk frame's origin in the world. Not modified.
   */
  void updateWorldPosition(double[] trunk, RotationMatrix rotation) {
    double x = center.x;
    double z = center.z;
    if (link != null) {
      x = link.joint.x + distance * link.sine;
      z = link.joint.z + distance * link.cosine;
    }
    worldX = trunk[0] + rotation.worldX(x, y, z);
    worldY = trunk[1] + rotation.worldY(x, y, z);
    worldZ = trunk[2] + rotation.worldZ(x, y, z);
  }

  /** Updates position, velocity and derivatives relative to the trunk. */
  void update() {
    if (link != null) {
      link.computePoint(distance, center);
    }
  }

  /** Derivative of the sphere's angle about y with respect to the rear motor angle. */
  double angleByRear() {
    return link == null ? 0 : link.angleByRear;
  }

  /** Derivative of the sphere's angle about y with respect to the front motor angle. */
  double angleByFront() {
    return link == null ? 0 : link.angleByFront;
  }
}
