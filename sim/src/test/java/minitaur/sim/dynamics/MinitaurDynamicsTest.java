package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.sim.terrain.FlatGround;
import minitaur.sim.terrain.FrictionPatch;
import minitaur.sim.terrain.InclinedPlane;
import minitaur.sim.terrain.SurfaceContacts;
import minitaur.sim.terrain.Terrain;
import minitaur.sim.terrain.TerrainMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinitaurDynamicsTest {
  private static final double STEP = 1e-3;
  private static final double[] NO_TORQUE = new double[8];

  private final RobotModel model = RobotModel.nominal();
  private final double[] target = new double[8];
  private final double[] torque = new double[8];

  @Test
  void resetPlacesFeetOnGround() {
    MinitaurDynamics robot = standing(model, 2);
    // Reference height of the trunk frame above the feet.
    assertThat(robot.state().position[2]).isCloseTo(0.275406293579, within(1e-12));
    robot.step(NO_TORQUE, STEP);
    for (Leg leg : Leg.values()) {
      assertThat(robot.footInContact(leg)).isTrue();
    }
  }

  /**
   * Without torque the energy may only decrease, except for the integration error of a 1 ms step.
   */
  @Test
  void tumblingRobotGainsNoEnergy() {
    Random random = new Random(7);
    for (int trial = 0; trial < 200; trial++) {
      MinitaurDynamics robot = new MinitaurDynamics(model, new FlatGround());
      setRandomFlight(robot.state(), random);
      double start = energy(robot);
      double minEnergy = start;
      double energyGain = 0;
      for (int i = 0; i < 1500; i++) {
        robot.step(NO_TORQUE, STEP);
        if (i % 5 == 0) {
          double now = energy(robot);
          energyGain = Math.max(energyGain, now - minEnergy);
          minEnergy = Math.min(minEnergy, now);
        }
      }
      assertThat(energyGain).as("trial " + trial).isLessThan(0.01 * start);
      assertThat(minEnergy).isLessThan(0.7 * start);
      assertThat(lowestPoint(robot)).as("trial " + trial).isGreaterThan(-0.003);
    }
  }

  @Test
  void droppedRobotComesToRest() {
    MinitaurDynamics robot = standing(model, 2);
    robot.state().position[2] += 0.1;
    for (int i = 0; i < 5000; i++) {
      robot.step(NO_TORQUE, STEP);
    }
    double energy = energy(robot);
    double x = robot.state().position[0];
    for (int i = 0; i < 5000; i++) {
      robot.step(NO_TORQUE, STEP);
    }
    assertThat(energy(robot)).isCloseTo(energy, within(1e-4));
    assertThat(robot.state().position[0]).isCloseTo(x, within(1e-4));
    assertThat(robot.kineticEnergy()).isLessThan(1e-6);
  }

  @Test
  void conservesMomentumInFreeFlight() {
    RobotModel floating = TestDynamics.withGravity(model, 0, 0, 0);
    Random random = new Random(8);
    UnconstrainedDynamics observer = new UnconstrainedDynamics(floating);
    double[] before = new double[6];
    double[] after = new double[6];
    for (int trial = 0; trial < 10; trial++) {
      MinitaurDynamics robot = new MinitaurDynamics(floating, new FlatGround());
      robot.state().set(UnconstrainedDynamicsTest.randomState(random));
      robot.state().position[2] = 100;
      Arrays.fill(robot.state().velocity, 0, 3, 0);
      observer.update(robot.state());
      TestDynamics.momentum(observer, robot.state(), before);
      for (int i = 0; i < 500; i++) {
        robot.step(NO_TORQUE, 1e-4);
      }
      observer.update(robot.state());
      TestDynamics.momentum(observer, robot.state(), after);
      assertThat(Arrays.copyOf(after, 3)).containsExactly(Arrays.copyOf(before, 3), within(1e-3));
    }
  }

  /**
   * On a slope with tan = 2 mu a body slides with g (sin - mu cos), here laterally on four feet.
   */
  @Test
  void slidingMatchesCoulombFriction() {
    double friction = 0.3;
    double slope = Math.atan(2 * friction);
    MinitaurDynamics robot =
        standing(
            TestDynamics.withGravity(
                model.withFriction(friction), 0, 9.81 * Math.sin(slope), -9.81 * Math.cos(slope)),
            2);
    double atOneSecond = 0;
    for (int i = 0; i < 2000; i++) {
      if (i == 1000) {
        atOneSecond = robot.state().position[1];
      }
      drive(robot);
    }
    double expected = 1.5 * 9.81 * (Math.sin(slope) - friction * Math.cos(slope));
    assertThat(robot.state().position[1] - atOneSecond)
        .isCloseTo(expected, within(0.01 * expected))
        .isCloseTo(3.81, within(0.02 * 3.81));
  }

  @Test
  void sticksBelowTheFrictionAngle() {
    double slope = Math.atan(0.25);
    MinitaurDynamics robot =
        standing(
            TestDynamics.withGravity(
                model.withFriction(0.3), 0, 9.81 * Math.sin(slope), -9.81 * Math.cos(slope)),
            2);
    for (int i = 0; i < 6000; i++) {
      drive(robot);
    }
    double before = robot.state().position[1];
    for (int i = 0; i < 2000; i++) {
      drive(robot);
    }
    assertThat(robot.state().position[1]).isCloseTo(before, within(1e-5));
  }

  /**
   * A sphere that rolls without slipping moves by its radius times its link's rotation, including
   * the trunk's pitch.
   */
  @Test
  void feetRollWithTheirLinks() {
    MinitaurDynamics robot = standing(model.withFriction(10), 2);
    for (int i = 0; i < 1000; i++) {
      drive(robot);
    }
    double[] before = new double[4];
    double[] angles = new double[4];
    for (Leg leg : Leg.values()) {
      before[leg.ordinal()] = footX(robot, leg);
      angles[leg.ordinal()] = longLinkAngle(robot, leg);
    }
    for (int i = 0; i < 1000; i++) {
      double sway = 0.2 * i / 1000.0;
      for (int motor = 0; motor < 8; motor++) {
        target[motor] = 2 + (Motor.of(motor).isRear() ? sway : -sway);
      }
      drive(robot);
    }
    for (Leg leg : Leg.values()) {
      double rotation = longLinkAngle(robot, leg) - angles[leg.ordinal()];
      assertThat(Math.abs(rotation)).isGreaterThan(0.1);
      assertThat(footX(robot, leg) - before[leg.ordinal()])
          .isCloseTo(0.015 * rotation, within(2e-5));
    }
  }

  /** Inclined ground is equivalent to level ground with tilted gravity. */
  @Test
  void slopeIsEquivalentToTiltedGravity() {
    double slope = 0.2;
    double sine = Math.sin(slope);
    double cosine = Math.cos(slope);
    MinitaurDynamics level =
        standing(TestDynamics.withGravity(model, -9.81 * sine, 0, -9.81 * cosine), 2);
    MinitaurDynamics tilted = new MinitaurDynamics(model, new Slope(slope));
    tilted.state().set(level.state());
    double height = level.state().position[2];
    // The slope rises along x: the robot is pitched nose up, with its origin on the plane's normal
    // through the world's origin.
    tilted.state().position[0] = -height * sine;
    tilted.state().position[2] = height * cosine;
    tilted.state().quaternion[0] = Math.cos(slope / 2);
    tilted.state().quaternion[2] = -Math.sin(slope / 2);
    double[] tiltedTorque = new double[8];
    Arrays.fill(target, 2);
    for (int i = 0; i < 1000; i++) {
      drive(level);
      TestMotors.drive(tilted.state(), target, tiltedTorque);
      tilted.step(tiltedTorque, STEP);
    }
    assertThat(tilted.state().motorAngle).containsExactly(level.state().motorAngle, within(1e-5));
    assertThat(tilted.state().pitch() + slope).isCloseTo(level.state().pitch(), within(1e-5));
    double[] levelForce = new double[3];
    double[] tiltedForce = new double[3];
    for (Leg leg : Leg.values()) {
      level.footForce(leg, levelForce);
      tilted.footForce(leg, tiltedForce);
      assertThat(tiltedForce[2] * cosine - tiltedForce[0] * sine)
          .isCloseTo(levelForce[2], within(0.01));
    }
  }

  @Test
  void resetOnSlopeIsParallelToGround() {
    MinitaurDynamics robot = new MinitaurDynamics(model, new Slope(0.3));
    Arrays.fill(target, 2);
    robot.resetStanding(target);
    assertThat(robot.state().pitch()).isCloseTo(-0.3, within(1e-10));
    // On the plane's normal through the origin, at the same distance as from level ground.
    assertThat(robot.state().position)
        .containsExactly(
            new double[] {-0.275406293579 * Math.sin(0.3), 0, 0.275406293579 * Math.cos(0.3)},
            within(1e-10));
    double[] tilt = new double[2];
    robot.groundTilt(tilt);
    assertThat(tilt).containsExactly(new double[] {0, -0.3}, within(1e-10));
  }

  /** A robot that stands on a plane has the tilt of the plane, whatever its heading. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, Math.PI / 2, 2.5, -2})
  void resetOnSlopeInAnyDirectionIsParallelToGround(double direction) {
    InclinedPlane plane = new InclinedPlane(0.3, direction);
    MinitaurDynamics robot = new MinitaurDynamics(model, plane);
    Arrays.fill(target, 2);
    robot.resetStanding(target);
    MultibodyState state = robot.state();
    double[] normal = new double[3];
    plane.normal(0, 0, normal);
    RotationMatrix rotation = new RotationMatrix();
    rotation.set(state.quaternion);
    assertThat(
            new double[] {
              rotation.worldX(0, 0, 1), rotation.worldY(0, 0, 1), rotation.worldZ(0, 0, 1)
            })
        .containsExactly(normal, within(1e-12));
    double[] tilt = new double[2];
    double[] q = state.quaternion.clone();
    for (double heading = -3; heading < 3; heading += 0.7) {
      // The rotation about the trunk's own z axis, which is the plane's normal.
      double c = Math.cos(heading / 2);
      double s = Math.sin(heading / 2);
      state.quaternion[0] = q[0] * c - q[3] * s;
      state.quaternion[1] = q[1] * c + q[2] * s;
      state.quaternion[2] = q[2] * c - q[1] * s;
      state.quaternion[3] = q[3] * c + q[0] * s;
      robot.groundTilt(tilt);
      assertThat(tilt).containsExactly(new double[] {state.roll(), state.pitch()}, within(1e-10));
    }
  }

  /** Without friction only gravity acts along a plane, whatever the legs do. */
  @Test
  void slipperyPatchExertsNoTangentialForce() {
    double friction = 1;
    double[] momentum = new double[6];
    double[] along = new double[2];
    for (int factor = 0; factor <= 1; factor++) {
      double slope = 0.2;
      Terrain patch = new FrictionPatch(new InclinedPlane(-slope, 0), -5, 5, factor);
      MinitaurDynamics robot = new MinitaurDynamics(model.withFriction(friction), patch);
      Arrays.fill(target, 2);
      robot.resetStanding(target);
      for (int i = 0; i < 300; i++) {
        drive(robot);
      }
      UnconstrainedDynamics observer = new UnconstrainedDynamics(model);
      observer.update(robot.state());
      TestDynamics.momentum(observer, robot.state(), momentum);
      along[factor] = momentum[0] * Math.cos(slope) - momentum[2] * Math.sin(slope);
    }
    assertThat(along[0]).isCloseTo(0.3 * model.mass() * 9.81 * Math.sin(0.2), within(0.02));
    assertThat(along[1]).isCloseTo(0, within(0.3));
  }

  @Test
  void jointStopsLimitLegsAndAddNoEnergy() {
    RobotModel floating = TestDynamics.withGravity(model, 0, 0, 0);
    for (double push : new double[] {-3, 3}) {
      MinitaurDynamics robot = standing(floating, 2);
      robot.state().position[2] = 10;
      Arrays.fill(torque, push);
      for (int i = 0; i < 300; i++) {
        robot.step(torque, STEP);
        for (int leg = 0; leg < 4; leg++) {
          double sum = robot.state().motorAngle[2 * leg] + robot.state().motorAngle[2 * leg + 1];
          assertThat(sum).isBetween(0.35 - 1e-3, 2 * Math.PI - 0.35 + 1e-3);
        }
      }
      double energy = robot.kineticEnergy();
      for (int i = 0; i < 300; i++) {
        robot.step(NO_TORQUE, STEP);
      }
      assertThat(robot.kineticEnergy()).isLessThan(1.001 * energy + 1e-9);
    }
  }

  @Test
  void trunkForceActsUntilChanged() {
    MinitaurDynamics robot = standing(TestDynamics.withGravity(model, 0, 0, 0), 2);
    robot.state().position[2] = 10;
    // The force is in world axes, whatever the attitude.
    robot.state().quaternion[0] = 0.5;
    robot.state().quaternion[1] = 0.5;
    robot.state().quaternion[2] = -0.1;
    robot.state().quaternion[3] = 0.7;
    UnconstrainedDynamics observer = new UnconstrainedDynamics(model);
    double[] momentum = new double[6];
    robot.setTrunkForce(3, -2, 1);
    for (int i = 0; i < 100; i++) {
      robot.step(NO_TORQUE, STEP);
    }
    robot.setTrunkForce(0, 0, 0);
    for (int i = 0; i < 100; i++) {
      robot.step(NO_TORQUE, STEP);
    }
    observer.update(robot.state());
    TestDynamics.momentum(observer, robot.state(), momentum);
    assertThat(Arrays.copyOf(momentum, 3))
        .containsExactly(new double[] {0.3, -0.2, 0.1}, within(1e-3));
  }

  @Test
  void resetRobotMovesLikeNewOne() {
    MinitaurDynamics used = withBlocks();
    for (int i = 0; i < 200; i++) {
      drive(used);
    }
    used.block(0).velocity[0] = 1;
    used.step(NO_TORQUE, STEP);
    used.resetStanding(target);
    MinitaurDynamics fresh = withBlocks();
    for (int i = 0; i < 50; i++) {
      used.step(NO_TORQUE, STEP);
      fresh.step(NO_TORQUE, STEP);
    }
    assertThat(used.state().position).isEqualTo(fresh.state().position);
    assertThat(used.state().velocity).isEqualTo(fresh.state().velocity);
    assertThat(used.block(0).position).isEqualTo(fresh.block(0).position);
  }

  @Test
  void restoresEveryField() throws IOException {
    MinitaurDynamics robot = withBlocks();
    robot.setTrunkForce(1, 2, 3);
    for (int i = 0; i < 20; i++) {
      drive(robot);
    }
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    robot.save(new DataOutputStream(saved));
    MinitaurDynamics restored = withBlocks();
    restored.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    restored.save(new DataOutputStream(again));
    assertThat(again.toByteArray()).isEqualTo(saved.toByteArray());
  }

  private MinitaurDynamics withBlocks() {
    TerrainMix mix = TerrainMix.parse("blocks");
    MinitaurDynamics robot =
        new MinitaurDynamics(
            model, mix.terrain(new TerrainMix.Draw(/* choice= */ 0, /* seed= */ 1)));
    Arrays.fill(target, 2);
    robot.resetStanding(target);
    return robot;
  }

  @Test
  void handlesContactOfEverySphere() {
    MinitaurDynamics robot = standing(model, 2);
    robot.state().position[2] = -1;
    robot.step(NO_TORQUE, STEP);
    assertThat(robot.contactCount()).isEqualTo(52);
    assertThat(robot.kineticEnergy()).isFinite();
  }

  private MinitaurDynamics standing(RobotModel robotModel, double extension) {
    MinitaurDynamics robot = new MinitaurDynamics(robotModel, new FlatGround());
    Arrays.fill(target, extension);
    robot.resetStanding(target);
    return robot;
  }

  private void drive(MinitaurDynamics robot) {
    TestMotors.drive(robot.state(), target, torque);
    robot.step(torque, STEP);
  }

  private static void setRandomFlight(MultibodyState state, Random random) {
    state.set(UnconstrainedDynamicsTest.randomState(random));
    for (int i = 0; i < 14; i++) {
      double standardDeviation = i < 3 ? 1 : i < 6 ? 2 : 3;
      state.velocity[i] = standardDeviation * random.nextGaussian();
    }
    state.position[2] = 0.5 + 0.3 * random.nextDouble();
  }

  private static double energy(MinitaurDynamics robot) {
    return robot.kineticEnergy() + robot.potentialEnergy();
  }

  /** Height of the lowest collision sphere's underside. */
  private double lowestPoint(MinitaurDynamics robot) {
    UnconstrainedDynamics dynamics = new UnconstrainedDynamics(model);
    dynamics.update(robot.state());
    double min = Double.MAX_VALUE;
    for (CollisionSphere sphere : model.spheres()) {
      MovingSphere moving = new MovingSphere(sphere, model, dynamics);
      moving.update();
      double z =
          robot.state().position[2]
              + dynamics.rotation().worldZ(moving.center.x, moving.y, moving.center.z);
      min = Math.min(min, z - moving.radius);
    }
    return min;
  }

  private double footX(MinitaurDynamics robot, Leg leg) {
    UnconstrainedDynamics dynamics = new UnconstrainedDynamics(model);
    dynamics.update(robot.state());
    LinkPoint foot = new LinkPoint();
    dynamics.leg(leg.ordinal()).link(LegLink.LOWER_LONG).computePoint(0.225, foot);
    return robot.state().position[0]
        + dynamics.rotation().worldX(foot.x, model.geometry().hipY(leg), foot.z);
  }

  private double longLinkAngle(MinitaurDynamics robot, Leg leg) {
    UnconstrainedDynamics dynamics = new UnconstrainedDynamics(model);
    dynamics.update(robot.state());
    LinkKinematics link = dynamics.leg(leg.ordinal()).link(LegLink.LOWER_LONG);
    return Math.atan2(link.sine, -link.cosine) * -1 + robot.state().pitch();
  }

  /** Plane that rises along x. */
  private record Slope(double angle) implements Terrain {
    @Override
    public void contacts(
        double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
      double gap = z * Math.cos(angle) - x * Math.sin(angle) - radius;
      if (gap < margin) {
        contacts.add(0, gap, -Math.sin(angle), 0, Math.cos(angle), 1);
      }
    }

    @Override
    public double height(double x, double y) {
      return x * Math.tan(angle);
    }
  }
}
