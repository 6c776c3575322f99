package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.sim.terrain.Block;
import minitaur.sim.terrain.Box;
import minitaur.sim.terrain.CompositeTerrain;
import minitaur.sim.terrain.FlatGround;
import org.junit.jupiter.api.Test;

/** A step depends only on the saved state and does not allocate. */
class StepDeterminismTest {
  private static final double STEP = 1e-3;

  private final RobotModel model = RobotModel.nominal();
  private final double[] target = new double[8];
  private final double[] torque = new double[8];
  private final TestGait trot;

  StepDeterminismTest() throws IOException {
    trot = TestGait.of("trot.csv");
  }

  @Test
  void stepDoesNotAllocate() {
    MinitaurDynamics robot = standing(model);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    walk(robot, 0, 20_000);
    long fewSteps = -threads.getThreadAllocatedBytes(thread);
    walk(robot, 20_000, 10);
    fewSteps += threads.getThreadAllocatedBytes(thread);
    long manySteps = -threads.getThreadAllocatedBytes(thread);
    walk(robot, 20_010, 10_000);
    manySteps += threads.getThreadAllocatedBytes(thread);
    // The allocation of the measurement cancels.
    assertThat(manySteps - fewSteps).isLessThan(1000);
  }

  @Test
  void restoredRobotContinuesBitwise() throws IOException {
    MinitaurDynamics robot = standing(model);
    robot.setTrunkForce(1, 2, 0);
    walk(robot, 0, 1700);
    MinitaurDynamics copy = new MinitaurDynamics(model, new FlatGround());
    copy.restore(new DataInputStream(new ByteArrayInputStream(serialize(robot))));
    assertThat(copy.contactForceZ()).isEqualTo(robot.contactForceZ()).isGreaterThan(0);
    walk(robot, 1700, 1000);
    walk(copy, 1700, 1000);
    assertThat(serialize(copy)).isEqualTo(serialize(robot));
  }

  @Test
  void robotRestoredAtJointStopsContinuesBitwise() throws IOException {
    MinitaurDynamics robot = standing(TestDynamics.withGravity(model, 0, 0, 0));
    robot.state().position[2] = 10;
    Arrays.fill(torque, -1);
    for (int i = 0; i < 300; i++) {
      robot.step(torque, STEP);
    }
    MinitaurDynamics copy = new MinitaurDynamics(robot.model(), new FlatGround());
    copy.restore(new DataInputStream(new ByteArrayInputStream(serialize(robot))));
    for (int i = 0; i < 100; i++) {
      robot.step(torque, STEP);
      copy.step(torque, STEP);
    }
    assertThat(serialize(copy)).isEqualTo(serialize(robot));
  }

  /** Pushed blocks are part of the saved state. */
  @Test
  void savedStateIncludesBlocks() throws IOException {
    MinitaurDynamics robot = robotWithBlocks();
    walk(robot, 0, 2600);
    assertThat(maxBlockDisplacement(robot)).isGreaterThan(0.03);
    MinitaurDynamics copy = robotWithBlocks();
    walk(copy, 0, 100);
    copy.restore(new DataInputStream(new ByteArrayInputStream(serialize(robot))));
    walk(robot, 2600, 1000);
    walk(copy, 2600, 1000);
    assertThat(serialize(copy)).isEqualTo(serialize(robot));
    MinitaurDynamics repeated = robotWithBlocks();
    walk(repeated, 0, 3600);
    assertThat(serialize(repeated)).isEqualTo(serialize(robot));
  }

  @Test
  void resetRestoresBlocks() throws IOException {
    MinitaurDynamics robot = robotWithBlocks();
    byte[] start = serialize(robot);
    walk(robot, 0, 2600);
    trot.target(0, target);
    robot.resetStanding(target);
    assertThat(serialize(robot)).isEqualTo(start);
  }

  @Test
  void stepWithBlocksDoesNotAllocate() {
    MinitaurDynamics robot = robotWithBlocks();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long minBytes = Long.MAX_VALUE;
    for (int batch = 0; batch < 4; batch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      walk(robot, 4000 * batch, 4000);
      minBytes = Math.min(minBytes, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(minBytes).isLessThan(1000);
  }

  private MinitaurDynamics robotWithBlocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Box box = Box.standing(0.4 + 0.02 * i, 0.14 * i - 0.35, 0, 0.09, 0.09, 0.06, 0.2 * i);
      blocks.add(new Block(box, 0.25, 0.5));
    }
    MinitaurDynamics robot =
        new MinitaurDynamics(model, new CompositeTerrain(List.of(new FlatGround()), blocks));
    trot.target(0, target);
    robot.resetStanding(target);
    return robot;
  }

  private static double maxBlockDisplacement(MinitaurDynamics robot) {
    double max = 0;
    for (int i = 0; i < robot.blockCount(); i++) {
      BlockState block = robot.block(i);
      max = Math.max(max, Math.abs(block.position[0] - block.block().box().x()));
    }
    return max;
  }

  @Test
  void interleavedRobotsAreIndependent() throws IOException {
    MinitaurDynamics alone = standing(model);
    walk(alone, 0, 1500);
    MinitaurDynamics first = standing(model);
    MinitaurDynamics second = standing(model.withFriction(0.4).scaled(1.1, 1));
    for (int i = 0; i < 1500; i++) {
      walk(first, i, 1);
      walk(second, i + 300, 1);
    }
    assertThat(serialize(first)).isEqualTo(serialize(alone));
    assertThat(serialize(second)).isNotEqualTo(serialize(alone));
  }

  private MinitaurDynamics standing(RobotModel robotModel) {
    MinitaurDynamics robot = new MinitaurDynamics(robotModel, new FlatGround());
    trot.target(0, target);
    robot.resetStanding(target);
    return robot;
  }

  private void walk(MinitaurDynamics robot, int firstStep, int steps) {
    for (int i = firstStep; i < firstStep + steps; i++) {
      trot.target(i * STEP, target);
      TestMotors.drive(robot.state(), target, torque);
      robot.step(torque, STEP);
    }
  }

  private static byte[] serialize(MinitaurDynamics robot) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    robot.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
