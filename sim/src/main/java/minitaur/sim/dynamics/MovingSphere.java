package minitaur.sim.dynamics;

import minitaur.hal.Leg;
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

  private MovingSphere(
      double radius,
      double friction,
      int leg,
      double y,
      @Nullable LinkKinematics link,
      double distance) {
    this.radius = radius;
    this.friction = friction;
    this.leg = leg;
    this.y = y;
    this.link = link;
    this.distance = distance;
  }

  static MovingSphere of(CollisionSphere sphere, RobotModel model, UnconstrainedDynamics dynamics) {
    if (sphere instanceof CollisionSphere.OnLink onLink) {
      Leg leg = onLink.leg();
      return new MovingSphere(
          onLink.radius(),
          onLink.foot() ? model.friction().foot() : model.friction().body(),
          leg.ordinal(),
          model.geometry().hipY(leg),
          dynamics.leg(leg.ordinal()).link(onLink.link()),
          onLink.distance());
    }
    CollisionSphere.OnTrunk onTrunk = (CollisionSphere.OnTrunk) sphere;
    MovingSphere moving =
        new MovingSphere(onTrunk.radius(), model.friction().body(), 0, onTrunk.y(), null, 0);
    moving.center.x = onTrunk.x();
    moving.center.z = onTrunk.z();
    return moving;
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
