package minitaur.sim.dynamics;

import minitaur.hal.Leg;

/**
 * A sphere that approximates part of the robot's surface. It is fixed to its body and rotates with
 * it.
 */
public sealed interface CollisionSphere {
  /** Radius, m. */
  double radius();

  /**
   * A sphere on the trunk.
   *
   * @param x x coordinate of the center in the trunk frame, m
   * @param y y coordinate of the center in the trunk frame, m
   * @param z z coordinate of the center in the trunk frame, m
   * @param radius radius, m
   */
  record OnTrunk(double x, double y, double z, double radius) implements CollisionSphere {}

  /**
   * A sphere on the axis of a leg's link.
   *
   * @param leg the leg
   * @param link the link of that leg
   * @param distance distance from the link's upper joint (hip or knee) to the center, m
   * @param radius radius, m
   * @param foot whether this is the leg's foot
   */
  record OnLink(Leg leg, LegLink link, double distance, double radius, boolean foot)
      implements CollisionSphere {}
}
