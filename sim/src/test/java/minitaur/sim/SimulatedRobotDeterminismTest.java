package minitaur.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.random.RandomStream;
import minitaur.sim.terrain.TerrainMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The simulation is bitwise deterministic for a seed, and a restored robot continues bitwise
 * identically.
 */
class SimulatedRobotDeterminismTest {
  private static final long MILLISECOND = 1_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nominal",
        "realistic",
        "randomized",
        "realistic with battery",
        "nominal on slope:8",
        "realistic on stairs-down:0.03x0.2x9",
        "randomized on rough:0.01",
        "nominal on boxes,slippery-patch",
        "realistic on 2*course,gap,blocks"
      })
  void sameSeedIsBitwiseIdentical(String profile) {
    assertThat(new RandomRun(profile, 7).advanceWithResets(4000).digest())
        .isEqualTo(new RandomRun(profile, 7).advanceWithResets(4000).digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nominal",
        "realistic",
        "randomized",
        "realistic with battery",
        "nominal on slope:8",
        "realistic on stairs-down:0.03x0.2x9",
        "randomized on rough:0.01",
        "nominal on boxes,slippery-patch",
        "realistic on 2*course,gap,blocks"
      })
  void differsWithSeed(String profile) {
    assertThat(new RandomRun(profile, 7).advanceWithResets(200).digest())
        .isNotEqualTo(new RandomRun(profile, 8).advanceWithResets(200).digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nominal",
        "realistic",
        "randomized",
        "realistic with battery",
        "nominal on slope:8",
        "realistic on stairs-down:0.03x0.2x9",
        "randomized on rough:0.01",
        "nominal on boxes,slippery-patch",
        "realistic on 2*course,gap,blocks"
      })
  void restoredRobotContinuesBitwiseIdentically(String profile) throws IOException {
    RandomRun reference = new RandomRun(profile, 7);
    // In the second episode, before its first push, with commands and poses pending.
    reference.advanceWithResets(3601);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    reference.robot.save(new DataOutputStream(bytes));

    // A different seed and history, so that every value must come from the saved state.
    RandomRun resumed = new RandomRun(profile, 99);
    resumed.advanceWithResets(413);
    resumed.robot.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    resumed.copyInputsFrom(reference);
    ByteArrayOutputStream restoredBytes = new ByteArrayOutputStream();
    resumed.robot.save(new DataOutputStream(restoredBytes));
    assertThat(restoredBytes.toByteArray()).isEqualTo(bytes.toByteArray());

    assertThat(resumed.advanceWithResets(2500).digest())
        .isEqualTo(reference.advanceWithResets(2500).digest());
    ByteArrayOutputStream referenceBytes = new ByteArrayOutputStream();
    reference.robot.save(new DataOutputStream(referenceBytes));
    ByteArrayOutputStream resumedBytes = new ByteArrayOutputStream();
    resumed.robot.save(new DataOutputStream(resumedBytes));
    assertThat(resumedBytes.toByteArray()).isEqualTo(referenceBytes.toByteArray());
  }

  @Test
  void restoreEndsMotionOfOperator() throws IOException {
    SimulatedRobot reference = new SimulatedRobot(SimulationProfile.nominal(), 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    reference.save(new DataOutputStream(bytes));
    SimulatedRobot resumed = new SimulatedRobot(SimulationProfile.nominal(), 1);
    new RobotHandler(resumed, 0.2, 1).moveAlongFloor(new double[8], 0.3, 0);
    resumed.advanceTo(50 * MILLISECOND);
    resumed.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    reference.advanceTo(300 * MILLISECOND);
    resumed.advanceTo(300 * MILLISECOND);
    assertThat(resumed.groundTruth().position).isEqualTo(reference.groundTruth().position);
  }

  @Test
  void isIndependentOfAnotherRobot() {
    long[] expected = {
      new RandomRun("randomized", 1).advanceWithResets(900).digest(),
      new RandomRun("realistic", 2).advanceWithResets(900).digest()
    };
    RandomRun first = new RandomRun("randomized", 1);
    RandomRun second = new RandomRun("realistic", 2);
    for (int i = 0; i < 900; i++) {
      first.advanceWithResets(1);
      second.advanceWithResets(1);
    }
    assertThat(new long[] {first.digest(), second.digest()}).isEqualTo(expected);
  }

  @Test
  void rejectsStateOfAnotherProfile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new SimulatedRobot(SimulationProfile.nominal(), 1).save(new DataOutputStream(bytes));
    SimulatedRobot other = new SimulatedRobot(SimulationProfile.realistic(), 1);
    assertThatThrownBy(
            () -> other.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'nominal'")
        .hasMessageContaining("'realistic'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nominal",
        "realistic",
        "randomized",
        "realistic with battery",
        "nominal on slope:8",
        "realistic on stairs-down:0.03x0.2x9",
        "randomized on rough:0.01",
        "nominal on boxes,slippery-patch",
        "realistic on 2*course,gap,blocks"
      })
  void allocatesNothingWhileAdvancing(String profile) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RandomRun run = new RandomRun(profile, 3);
    // Each batch is long enough to include pushes. The minimum of several batches excludes
    // allocations of the just-in-time compiler.
    long minBytes = Long.MAX_VALUE;
    for (int batch = 0; batch < 4; batch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      run.advance(4000);
      minBytes = Math.min(minBytes, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(minBytes).isZero();
  }

  /**
   * A robot driven by a random walk of targets, with state and poses hashed, and reset
   * periodically.
   */
  private static final class RandomRun {
    private final SimulatedRobot robot;
    private final RobotState state = new RobotState();
    private final MotorCommand command = new MotorCommand();
    private final Pose pose = new Pose();
    private final RandomStream targets = RandomStream.of(5, "targets");
    private int millis;
    private long digest;

    RandomRun(String profile, long seed) {
      String[] parts = profile.split(" on ", -1);
      robot =
          new SimulatedRobot(
              profileOf(parts[0]), TerrainMix.parse(parts.length == 1 ? "flat" : parts[1]), seed);
      command.mode = MotorCommand.Mode.POSITION;
      command.kp = 1;
      command.kd = 0.015;
      Arrays.fill(command.targetAngleRad, 2);
    }

    private static SimulationProfile profileOf(String name) {
      if (!name.equals("realistic with battery")) {
        return SimulationProfile.byName(name);
      }
      SimulationProfile realistic = SimulationProfile.realistic();
      return realistic.withPower(realistic.power().withLithiumPolymer(10));
    }

    void copyInputsFrom(RandomRun other) {
      try {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        other.targets.save(new DataOutputStream(bytes));
        targets.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      command.set(other.command);
      millis = other.millis;
      digest = other.digest;
    }

    RandomRun advanceWithResets(int count) {
      for (int i = 0; i < count; i++) {
        if (millis % 3100 == 3099) {
          robot.reset();
        }
        advance(1);
      }
      return this;
    }

    void advance(int count) {
      for (int i = 0; i < count; i++) {
        if (millis % 5 == 0) {
          for (int motor = 0; motor < command.targetAngleRad.length; motor++) {
            double target = command.targetAngleRad[motor] + targets.nextUniform(-0.02, 0.02);
            command.targetAngleRad[motor] = Math.min(Math.max(target, 1.6), 2.4);
          }
          robot.write(command);
        }
        robot.advanceTo(robot.timeNanos() + MILLISECOND);
        robot.read(state);
        hashState();
        while (robot.poses().poll(pose)) {
          hash(pose.xMetres);
          hash(pose.yMetres);
          hash(pose.zMetres);
          hash(pose.qy);
          hash(pose.timeNanos);
        }
        millis++;
      }
    }

    long digest() {
      return digest;
    }

    private void hashState() {
      for (int motor = 0; motor < command.targetAngleRad.length; motor++) {
        hash(state.motorAngleRad[motor]);
        hash(state.motorVelocityRadPerSec[motor]);
        hash(state.motorTorqueNm[motor]);
        hash(state.motorTemperatureCelsius[motor]);
      }
      hash(state.rollRad);
      hash(state.pitchRad);
      hash(state.angularVelocityXRadPerSec);
      hash(state.angularVelocityYRadPerSec);
      hash(state.energyJoules);
      hash(state.batteryVoltage);
      hash(state.encoderTimeNanos);
      hash(robot.groundTruth().position[0]);
      hash(robot.groundTruth().velocity[2]);
    }

    private void hash(double value) {
      digest = 31 * digest + Double.doubleToRawLongBits(value);
    }
  }
}
