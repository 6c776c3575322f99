package minitaur.sim.dynamics;

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

  /** The link that carries the sphere. */
  final LinkKinematics link;

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
      // The center is the joint of a link that no motor moves.
      link = new LinkKinematics();
      link.joint.x = onTrunk.x();
      link.joint.z = onTrunk.z();
      distance = 0;
    }
  }

  /**
   * Updates the world position only.
   *
   * @param trunk {@code [3]} the trunk frame's origin in the world. Not modified.
   */
  void updateWorldPosition(double[] trunk, RotationMatrix rotation) {
    double x = link.joint.x + distance * link.sine;
    double z = link.joint.z + distance * link.cosine;
    worldX = trunk[0] + rotation.worldX(x, y, z);
    worldY = trunk[1] + rotation.worldY(x, y, z);
    worldZ = trunk[2] + rotation.worldZ(x, y, z);
  }

  /** Updates position, velocity and derivatives relative to the trunk. */
  void update() {
    link.computePoint(distance, center);
  }
}
