package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import minitaur.sim.terrain.Block;
import minitaur.sim.terrain.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Block dynamics compared with analytic results; ode4j runs the same cases to validate them. */
class BlockDynamicsTest {
  private static final double G = 9.81;
  private static final double[] AT_REST = new double[3];

  private interface Engine {
    BlockScene scene(double inclination, double gravity, List<Block> blocks);
  }

  private record NamedEngine(String name, Engine engine) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<NamedEngine> engines() {
    return Stream.of(
        new NamedEngine("simulator", BlockScene::simulator),
        new NamedEngine("ode4j", BlockScene::ode));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void slipsAtTheFrictionAngle(NamedEngine engine) {
    for (double friction : new double[] {0.2, 0.5}) {
      double angle = Math.atan(friction);
      BlockScene below = engine.engine.scene(0.98 * angle, G, List.of(block(0, 0, 0, friction)));
      below.run(2);
      assertThat(below.position(0)[0]).isCloseTo(0, within(1e-4));
      double steep = 1.05 * angle;
      BlockScene above = engine.engine.scene(steep, G, List.of(block(0, 0, 0, friction)));
      above.run(1);
      double expected = -0.5 * G * (Math.sin(steep) - friction * Math.cos(steep));
      assertThat(above.position(0)[0]).isCloseTo(expected, within(0.02 * Math.abs(expected)));
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void slidingDistanceMatchesFriction(NamedEngine engine) {
    for (double speed : new double[] {0.5, 1.5}) {
      BlockScene scene = engine.engine.scene(0, G, List.of(block(0, 0, 0, 0.5)));
      scene.setVelocity(0, new double[] {speed, 0, 0}, AT_REST);
      scene.run(1);
      double expected = speed * speed / (2 * 0.5 * G);
      assertThat(scene.position(0)[0]).isCloseTo(expected, within(0.01 * expected));
      assertThat(scene.velocity(0)[0]).isCloseTo(0, within(1e-4));
      assertThat(scene.uprightCosine(0)).isCloseTo(1, within(1e-6));
    }
  }

  /** Friction is isotropic in the simulator. */
  @Test
  void slidingDistanceIsIsotropic() {
    for (double direction = 0; direction < Math.PI; direction += 0.3) {
      BlockScene scene = BlockScene.simulator(0, G, List.of(block(0, 0, 0, 0.5)));
      scene.setVelocity(0, new double[] {Math.cos(direction), Math.sin(direction), 0}, AT_REST);
      scene.run(1);
      double[] position = scene.position(0);
      assertThat(Math.hypot(position[0], position[1])).isCloseTo(1 / G, within(0.002));
      assertThat(Math.atan2(position[1], position[0])).isCloseTo(direction, within(0.01));
    }
  }

  /** A block of width b on an incline tips when it is higher than b / tan(inclination). */
  @ParameterizedTest
  @MethodSource("engines")
  void tipsAtThePredictedHeight(NamedEngine engine) {
    double width = 0.06;
    double inclination = Math.atan(0.4);
    double height = width / 0.4;
    assertThat(doesTip(engine, inclination, width, 0.98 * height)).isFalse();
    assertThat(doesTip(engine, inclination, width, 1.02 * height)).isTrue();
  }

  private static boolean doesTip(
      NamedEngine engine, double inclination, double width, double height) {
    Box box = Box.standing(0, 0, 0, width, 0.1, height, 0);
    BlockScene scene = engine.engine.scene(inclination, G, List.of(new Block(box, 0.4, 1.5)));
    scene.run(3);
    return scene.uprightCosine(0) < 0.9;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void stackOfFiveIsStable(NamedEngine engine) {
    List<Block> stack = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      stack.add(block(0.005 * (i % 2), -0.004 * (i % 3), 0.06 * i, 0.5));
    }
    boolean ode = engine.name.equals("ode4j");
    BlockScene scene = engine.engine.scene(0, G, stack);
    scene.run(0.5);
    List<double[]> start = Stream.of(0, 1, 2, 3, 4).map(scene::position).toList();
    // ode4j is slower than real time.
    scene.run(ode ? 2 : 10);
    for (int i = 0; i < 5; i++) {
      double[] position = scene.position(i);
      double tolerance = ode ? 1e-3 : 1e-4;
      assertThat(position).as("block " + i).containsExactly(start.get(i), within(tolerance));
      assertThat(position[2]).isCloseTo(0.06 * i + 0.03, within(tolerance));
    }
  }

  /** No restitution: after a central impact both blocks move at half the speed. */
  @ParameterizedTest
  @MethodSource("engines")
  void centralImpactIsInelastic(NamedEngine engine) {
    BlockScene scene =
        engine.engine.scene(0, 0, List.of(block(0, 0, 1, 0.5), block(0.15, 0, 1, 0.5)));
    scene.setVelocity(0, new double[] {1, 0, 0}, AT_REST);
    scene.run(0.3);
    for (int i = 0; i < 2; i++) {
      assertThat(scene.velocity(i))
          .containsExactly(
              new double[] {0.5, 0, 0}, within(engine.name.equals("ode4j") ? 0.06 : 1e-6));
    }
  }

  /** Impacts in free space conserve momentum and do not increase energy. */
  @Test
  void impactsConserveMomentumAndAddNoEnergy() {
    Random random = new Random(4);
    int impacts = 0;
    for (int trial = 0; trial < 60; trial++) {
      List<Block> blocks =
          List.of(
              new Block(Box.standing(0, 0, 1, 0.09, 0.07, 0.06, 0.3), 0.25, 0.5),
              new Block(Box.standing(0.2, 0, 1, 0.05, 0.12, 0.08, 1.1), 0.6, 0.3),
              new Block(Box.standing(0.4, 0.02, 1, 0.09, 0.09, 0.09, 2), 0.4, 0.8));
      BlockScene.SimulatorScene scene = new BlockScene.SimulatorScene(0, 0, blocks);
      for (int i = 0; i < 3; i++) {
        double velocityX = i == 0 ? 1.5 : i == 2 ? -1.5 : 0;
        scene.setVelocity(
            i,
            new double[] {velocityX, 0.05 * random.nextGaussian(), 0.05 * random.nextGaussian()},
            new double[] {
              6 * random.nextGaussian(), 6 * random.nextGaussian(), 6 * random.nextGaussian()
            });
      }
      double[] before = momentum(scene.dynamics);
      double energy = scene.dynamics.kineticEnergy();
      double start = energy;
      for (int i = 0; i < 60; i++) {
        scene.run(0.005);
        double now = scene.dynamics.kineticEnergy();
        assertThat(now).isLessThanOrEqualTo(energy + 2e-3 * start);
        energy = Math.min(energy, now);
        assertThat(scene.dynamics.minGap()).isGreaterThan(-0.005);
      }
      double[] after = momentum(scene.dynamics);
      for (int k = 0; k < 3; k++) {
        assertThat(after[k]).as("linear").isCloseTo(before[k], within(1e-9));
        assertThat(after[3 + k]).as("angular").isCloseTo(before[3 + k], within(2e-4));
      }
      impacts += energy < 0.9 * start ? 1 : 0;
    }
    assertThat(impacts).isGreaterThan(50);
  }

  /** Three blocks collide in free space, off center and spinning, in both engines. */
  @ParameterizedTest
  @MethodSource("engines")
  void impactsConserveMomentumAndDissipateEnergy(NamedEngine engine) {
    Random random = new Random(4);
    for (int trial = 0; trial < 8; trial++) {
      List<Block> blocks =
          List.of(
              new Block(Box.standing(0, 0, 1, 0.09, 0.07, 0.06, 0.3), 0.25, 0.5),
              new Block(Box.standing(0.2, 0.01, 1, 0.05, 0.12, 0.08, 1.1), 0.6, 0.3),
              new Block(Box.standing(0.4, 0.02, 1, 0.09, 0.09, 0.09, 2), 0.4, 0.8));
      BlockScene scene = engine.engine.scene(0, 0, blocks);
      for (int i = 0; i < 3; i++) {
        double velocityY = 0.05 * random.nextGaussian();
        scene.setVelocity(
            i,
            new double[] {1.5 - 1.5 * i, velocityY, 0},
            new double[] {0, 0, random.nextGaussian()});
      }
      double[] before = linearMomentum(scene, blocks);
      double energy = translationalEnergy(scene, blocks);
      scene.run(0.3);
      assertThat(linearMomentum(scene, blocks)).containsExactly(before, within(1e-6));
      assertThat(translationalEnergy(scene, blocks)).isLessThan(0.8 * energy);
    }
  }

  private static double[] linearMomentum(BlockScene scene, List<Block> blocks) {
    double[] sum = new double[3];
    for (int i = 0; i < blocks.size(); i++) {
      for (int axis = 0; axis < 3; axis++) {
        sum[axis] += blocks.get(i).massKg() * scene.velocity(i)[axis];
      }
    }
    return sum;
  }

  private static double translationalEnergy(BlockScene scene, List<Block> blocks) {
    double sum = 0;
    for (int i = 0; i < blocks.size(); i++) {
      for (double speed : scene.velocity(i)) {
        sum += 0.5 * blocks.get(i).massKg() * speed * speed;
      }
    }
    return sum;
  }

  /** Linear momentum, and angular momentum about the world's origin. */
  private static double[] momentum(MinitaurDynamics dynamics) {
    double[] sum = new double[6];
    for (int i = 0; i < dynamics.blockCount(); i++) {
      BlockState state = dynamics.block(i);
      double mass = state.block().massKg();
      double[] p = state.position;
      double[] v = state.velocity;
      Box box = state.block().box();
      double[] half = {box.halfX(), box.halfY(), box.halfZ()};
      state.update();
      for (int k = 0; k < 3; k++) {
        int one = (k + 1) % 3;
        int other = (k + 2) % 3;
        sum[k] += mass * v[k];
        sum[3 + k] += mass * (p[one] * v[other] - p[other] * v[one]);
        for (int axis = 0; axis < 3; axis++) {
          double a = half[(axis + 1) % 3];
          double b = half[(axis + 2) % 3];
          sum[3 + k] += state.pose().axes[3 * axis + k] * mass / 3 * (a * a + b * b) * v[3 + axis];
        }
      }
    }
    return sum;
  }

  /** A block that hits a row of three blocks moves the complete row. */
  @ParameterizedTest
  @MethodSource("engines")
  void impactMovesRowTogether(NamedEngine engine) {
    List<Block> row = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      row.add(block(i == 0 ? -0.0905 : 0.09 * (i - 1), 0, 0, 0.5));
    }
    BlockScene scene = engine.engine.scene(0, G, row);
    scene.setVelocity(0, new double[] {3, 0, 0}, AT_REST);
    scene.run(1);
    double commonVelocity = 3.0 / 4;
    double expected = commonVelocity * commonVelocity / (2 * 0.5 * G);
    double tolerance = engine.name.equals("ode4j") ? 0.25 : 0.05;
    assertThat(scene.position(3)[0] - 0.18).isCloseTo(expected, within(tolerance * expected));
    for (int i = 0; i < 3; i++) {
      assertThat(scene.position(i + 1)[0] - scene.position(i)[0])
          .isCloseTo(0.09, within(tolerance * 0.04));
    }
  }

  private interface LedgeEngine {
    BlockScene scene(double drop, List<Block> blocks);
  }

  /** A block on a ledge tips if its center is beyond the edge. */
  @Test
  void tipsWhenCenterIsBeyondEdge() {
    List<LedgeEngine> ledges = List.of(BlockScene::simulatorOnLedge, BlockScene::odeOnLedge);
    for (LedgeEngine engine : ledges) {
      BlockScene supported = engine.scene(0.2, List.of(block(-0.003, 0, 0, 0.5)));
      supported.run(1);
      assertThat(supported.position(0))
          .containsExactly(new double[] {-0.003, 0, 0.03}, within(2e-4));
      assertThat(supported.uprightCosine(0)).isCloseTo(1, within(1e-5));
      BlockScene unsupported = engine.scene(0.2, List.of(block(0.003, 0, 0, 0.5)));
      unsupported.run(2);
      assertThat(unsupported.position(0)[2]).isBetween(-0.171, -0.154);
    }
  }

  /** A rotated block dropped on a ledge comes to rest without penetrating its edge. */
  @Test
  void droppedBlockDoesNotPenetrateLedgeEdge() {
    Random random = new Random(2);
    for (int trial = 0; trial < 20; trial++) {
      BlockScene.SimulatorScene scene =
          (BlockScene.SimulatorScene)
              BlockScene.simulatorOnLedge(
                  0.1, List.of(block(0.06 * random.nextGaussian(), 0, 0.1, 0.5)));
      scene.setVelocity(
          0,
          new double[] {0.3 * random.nextGaussian(), 0, 0},
          new double[] {
            5 * random.nextGaussian(), 5 * random.nextGaussian(), 5 * random.nextGaussian()
          });
      double minGap = 0;
      for (int i = 0; i < 200; i++) {
        scene.run(0.01);
        minGap = Math.min(minGap, scene.dynamics.minGap());
        minGap = Math.min(minGap, -depthOfEdge(scene.dynamics.block(0)));
      }
      assertThat(minGap).as("trial " + trial).isGreaterThan(-0.004);
      assertThat(scene.velocity(0)).containsExactly(AT_REST, within(1e-3));
    }
  }

  /**
   * Penetration depth of the edge at x = 0, z = 0 in a block, m, sampled along the edge in block
   * axes.
   */
  private static double depthOfEdge(BlockState block) {
    block.update();
    BoxPose pose = block.pose();
    double maxDepth = 0;
    for (int i = -70; i <= 70; i++) {
      double depth = Double.MAX_VALUE;
      for (int axis = 0; axis < 3; axis++) {
        double coordinate = pose.component(axis, -pose.center[0], 1e-3 * i, -pose.center[2]);
        depth = Math.min(depth, pose.halfSize[axis] - Math.abs(coordinate));
      }
      maxDepth = Math.max(maxDepth, depth);
    }
    return maxDepth;
  }

  /** A block that falls on another's edge rolls off it, with edge and corner contacts. */
  @Test
  void blockDroppedOnAnotherComesToRest() {
    Random random = new Random(9);
    for (int trial = 0; trial < 10; trial++) {
      BlockScene.SimulatorScene scene =
          new BlockScene.SimulatorScene(
              0, G, List.of(block(0, 0, 0, 0.5), block(0.05, 0.03, 0.2, 0.5)));
      scene.setVelocity(
          1,
          AT_REST,
          new double[] {
            5 * random.nextGaussian(), 5 * random.nextGaussian(), 5 * random.nextGaussian()
          });
      double minGap = 0;
      for (int i = 0; i < 400; i++) {
        scene.run(0.01);
        minGap = Math.min(minGap, scene.dynamics.minGap());
      }
      assertThat(minGap).as("trial " + trial).isGreaterThan(-0.004);
      for (int i = 0; i < 2; i++) {
        assertThat(scene.velocity(i)).containsExactly(AT_REST, within(1e-4));
      }
    }
  }

  private static Block block(double x, double y, double ground, double friction) {
    return new Block(Box.standing(x, y, ground, 0.09, 0.09, 0.06, 0), 0.25, friction);
  }
}
