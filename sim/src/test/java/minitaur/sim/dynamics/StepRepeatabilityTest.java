package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import minitaur.sim.terrain.FlatGround;
import org.junit.jupiter.api.Test;

/** A step depends on nothing but the saved state, and takes no memory. */
class StepRepeatabilityTest {
  private static final double STEP = 1e-3;

  private final RobotModel model = RobotModel.nominal();
  private final double[] target = new double[8];
  private final double[] torque = new double[8];
  private final TestGait trot;

  StepRepeatabilityTest() throws IOException {
    trot = TestGait.of("trot.csv");
  }

  @Test
  void aStepAllocatesNothing() {
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
    // What the measurement itself takes is the same for few and for many steps.
    assertThat(manySteps - fewSteps).isLessThan(1000);
  }

  @Test
  void aRestoredRobotGoesOnBitForBit() throws IOException {
    MinitaurDynamics robot = standing(model);
    robot.setTrunkForce(1, 2, 0);
    walk(robot, 0, 1700);
    MinitaurDynamics copy = new MinitaurDynamics(model, new FlatGround());
    copy.restore(new DataInputStream(new ByteArrayInputStream(saved(robot))));
    assertThat(copy.contactForceZ()).isEqualTo(robot.contactForceZ()).isGreaterThan(0);
    walk(robot, 1700, 1000);
    walk(copy, 1700, 1000);
    assertThat(saved(copy)).isEqualTo(saved(robot));
  }

  @Test
  void aRobotRestoredAgainstItsStopsGoesOnBitForBit() throws IOException {
    MinitaurDynamics robot = standing(model.withGravity(0, 0, 0));
    robot.state().position[2] = 10;
    Arrays.fill(torque, -1);
    for (int i = 0; i < 300; i++) {
      robot.step(torque, STEP);
    }
    MinitaurDynamics copy = new MinitaurDynamics(robot.model(), new FlatGround());
    copy.restore(new DataInputStream(new ByteArrayInputStream(saved(robot))));
    for (int i = 0; i < 100; i++) {
      robot.step(torque, STEP);
      copy.step(torque, STEP);
    }
    assertThat(saved(copy)).isEqualTo(saved(robot));
  }

  @Test
  void twoRobotsInterleavedMoveAsEachAlone() throws IOException {
    MinitaurDynamics alone = standing(model);
    walk(alone, 0, 1500);
    MinitaurDynamics first = standing(model);
    MinitaurDynamics second = standing(model.withFriction(0.4).withMassFactor(1.1));
    for (int i = 0; i < 1500; i++) {
      walk(first, i, 1);
      walk(second, i + 300, 1);
    }
    assertThat(saved(first)).isEqualTo(saved(alone));
    assertThat(saved(second)).isNotEqualTo(saved(alone));
  }

  private MinitaurDynamics standing(RobotModel of) {
    MinitaurDynamics robot = new MinitaurDynamics(of, new FlatGround());
    trot.target(0, target);
    robot.stand(target);
    return robot;
  }

  private void walk(MinitaurDynamics robot, int firstStep, int steps) {
    for (int i = firstStep; i < firstStep + steps; i++) {
      trot.target(i * STEP, target);
      TestMotors.drive(robot.state(), target, torque);
      robot.step(torque, STEP);
    }
  }

  private static byte[] saved(MinitaurDynamics robot) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    robot.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
