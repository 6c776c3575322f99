package minitaur.sim.dynamics;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.Leg;
import minitaur.hal.RobotGeometry;
import minitaur.sim.terrain.Terrain;

/**
 * Physical parameters of the robot: geometry, inertias, friction and collision shapes. SI units;
 * the trunk frame is x forward, y left, z up.
 *
 * @param geometry lengths of the legs and positions of the hips
 * @param trunk base and both side chassis as one body
 * @param links links of a leg
 * @param gravity acceleration of gravity
 * @param friction friction coefficients on nominal ground
 * @param spheres collision spheres that approximate the robot's surface
 */
public record RobotModel(
    RobotGeometry geometry,
    TrunkInertia trunk,
    Links links,
    Gravity gravity,
    Friction friction,
    List<CollisionSphere> spheres) {

  /**
   * The links of a leg.
   *
   * @param upper rotor and upper link as one body, one per motor
   * @param lowerLong lower link on the rear knee, with the foot
   * @param lowerShort lower link on the front knee
   */
  public record Links(LinkInertia upper, LinkInertia lowerLong, LinkInertia lowerShort) {}

  /**
   * Acceleration of gravity in world axes, m/s2; horizontal components emulate a tilted world.
   *
   * @param z negative
   */
  public record Gravity(double x, double y, double z) {}

  /**
   * Coulomb friction coefficients.
   *
   * @param foot coefficient of the feet
   * @param body coefficient of all other parts
   */
  public record Friction(double foot, double body) {
    /** Rejects negative coefficients. */
    public Friction {
      if (!(foot >= 0 && body >= 0)) {
        throw new IllegalArgumentException(
            "friction must not be below 0, but is " + foot + " and " + body);
      }
    }
  }

  private static final double GRAVITY = 9.81;

  /**
   * Height of the payload above the trunk frame's origin, m: half the base's box plus half the
   * payload.
   */
  private static final double PAYLOAD_HEIGHT = 0.07;

  private static final double KNEE_RADIUS = 0.012;
  private static final double SHANK_RADIUS = 0.0085;
  private static final double[] SHANK_DISTANCES = {0.05, 0.10, 0.15};
  private static final double HIP_RADIUS = 0.0425;
  private static final double CORNER_RADIUS = 0.005;

  public RobotModel {
    spheres = List.copyOf(spheres);
  }

  /**
   * The nominal Minitaur, 7.473 kg.
   *
   * <p>Source: PyBullet's system-identified {@code minitaur_rainbow_dash.urdf}, simplified: base
   * and both side chassis are one body; the legs have no splay and are planar, with the rotors
   * moved into the leg's plane by the parallel-axis theorem; rotor and upper link are one body;
   * both lower links are 0.200 m long between knee and pin.
   */
  public static RobotModel nominal() {
    RobotGeometry geometry = RobotGeometry.nominal();
    return new RobotModel(
        geometry,
        new TrunkInertia(
            5.993,
            new TrunkInertia.Point(0.0279743033539, 0, -0.00814950775905),
            new TrunkInertia.Tensor(
                0.057882458041, 0.113286126084, 0.159488548043, -0.00136626497581)),
        new Links(
            new LinkInertia(
                0.106, 0.0144339622642, 0.000253956037736, 0.000306614037736, 0.000172023),
            new LinkInertia(0.086, 0.120, 0.00032459, 0.00032637, 2.178e-06),
            new LinkInertia(0.072, 0.100, 0.00023166, 0.00023325, 1.98e-06)),
        new Gravity(0, 0, -GRAVITY),
        new Friction(Terrain.NOMINAL_FRICTION, Terrain.NOMINAL_FRICTION),
        collisionSpheres(geometry));
  }

  /** Mass of the whole robot, kg. */
  public double mass() {
    return trunk.mass()
        + Leg.COUNT * (2 * links.upper.mass() + links.lowerLong.mass() + links.lowerShort.mass());
  }

  /** The mass properties of a link. */
  public LinkInertia inertia(LegLink link) {
    return switch (link) {
      case UPPER_REAR, UPPER_FRONT -> links.upper;
      case LOWER_LONG -> links.lowerLong;
      case LOWER_SHORT -> links.lowerShort;
    };
  }

  /**
   * Returns a copy with scaled bodies.
   *
   * @param massFactor factor of every mass
   * @param inertiaFactor factor of every inertia about the center of mass
   */
  public RobotModel scaled(double massFactor, double inertiaFactor) {
    return withBodies(
        trunk.scaled(massFactor, inertiaFactor),
        new Links(
            links.upper.scaled(massFactor, inertiaFactor),
            links.lowerLong.scaled(massFactor, inertiaFactor),
            links.lowerShort.scaled(massFactor, inertiaFactor)));
  }

  /** Returns a copy with another inertia of rotor and upper link about the motor axis, kg m2. */
  public RobotModel withRotorInertia(double inertiaY) {
    LinkInertia upper = links.upper;
    LinkInertia rotor =
        new LinkInertia(
            upper.mass(), upper.comDistance(), upper.inertiaX(), inertiaY, upper.inertiaZ());
    return withBodies(trunk, new Links(rotor, links.lowerLong, links.lowerShort));
  }

  /** Returns a copy with a payload on top of the trunk, kg, as a point mass at the center. */
  public RobotModel withPayload(double kilograms) {
    return withBodies(trunk.withPointMass(kilograms, 0, PAYLOAD_HEIGHT), links);
  }

  /** Returns a copy with the same friction coefficient for all parts. */
  public RobotModel withFriction(double coefficient) {
    return new RobotModel(
        geometry, trunk, links, gravity, new Friction(coefficient, coefficient), spheres);
  }

  private RobotModel withBodies(TrunkInertia changedTrunk, Links changedLinks) {
    return new RobotModel(geometry, changedTrunk, changedLinks, gravity, friction, spheres);
  }

  /**
   * Collision spheres: feet, knees, shanks and hips of each leg, then the corners of the base's box
   * and of the cube on top of it.
   */
  private static List<CollisionSphere> collisionSpheres(RobotGeometry geometry) {
    List<CollisionSphere> spheres = new ArrayList<>();
    for (Leg leg : Leg.values()) {
      spheres.add(
          new CollisionSphere.OnLink(
              leg, LegLink.LOWER_LONG, geometry.kneeToFoot(), geometry.footRadius(), true));
      for (LegLink upperLink : List.of(LegLink.UPPER_REAR, LegLink.UPPER_FRONT)) {
        spheres.add(
            new CollisionSphere.OnLink(leg, upperLink, geometry.upperLink(), KNEE_RADIUS, false));
      }
      for (LegLink lowerLink : List.of(LegLink.LOWER_LONG, LegLink.LOWER_SHORT)) {
        for (double distance : SHANK_DISTANCES) {
          spheres.add(new CollisionSphere.OnLink(leg, lowerLink, distance, SHANK_RADIUS, false));
        }
      }
      spheres.add(
          new CollisionSphere.OnTrunk(
              geometry.hipX(leg), geometry.hipY(leg), geometry.hipZ(), HIP_RADIUS));
    }
    for (double y : new double[] {-0.06, 0.06}) {
      for (double x : new double[] {-0.145, 0.145}) {
        spheres.add(new CollisionSphere.OnTrunk(x, y, -0.0385, CORNER_RADIUS));
        spheres.add(new CollisionSphere.OnTrunk(x, y, 0.0385, CORNER_RADIUS));
      }
    }
    for (double y : new double[] {-0.035, 0.035}) {
      spheres.add(new CollisionSphere.OnTrunk(0.065, y, 0.115, CORNER_RADIUS));
      spheres.add(new CollisionSphere.OnTrunk(0.135, y, 0.115, CORNER_RADIUS));
    }
    return spheres;
  }
}
