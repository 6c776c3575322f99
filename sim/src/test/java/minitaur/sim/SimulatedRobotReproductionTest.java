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
 * The same seed gives the same bits, whatever else goes on, and a saved robot goes on as if it had
 * not been saved.
 */
class SimulatedRobotReproductionTest {
  private static final long MILLISECOND = 1_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nominal",
        "realistic",
        "randomized",
        "realistic with a pack",
        "nominal on slope:8",
        "realistic on stairs-down:0.03x0.2x9",
        "randomized on rough:0.01",
        "nominal on boxes,slippery-patch",
        "realistic on 2*course,gap,blocks"
      })
  void repeatsItselfToTheBit(String profile) {
    assertThat(new Run(profile, 7).go(4000).digest())
        .isEqualTo(new Run(profile, 7).go(4000).digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nominal",
        "realistic",
        "randomized",
        "realistic with a pack",
        "nominal on slope:8",
        "realistic on stairs-down:0.03x0.2x9",
        "randomized on rough:0.01",
        "nominal on boxes,slippery-patch",
        "realistic on 2*course,gap,blocks"
      })
  void differsWithTheSeed(String profile) {
    assertThat(new Run(profile, 7).go(200).digest())
        .isNotEqualTo(new Run(profile, 8).go(200).digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nominal",
        "realistic",
        "randomized",
        "realistic with a pack",
        "nominal on slope:8",
        "realistic on stairs-down:0.03x0.2x9",
        "randomized on rough:0.01",
        "nominal on boxes,slippery-patch",
        "realistic on 2*course,gap,blocks"
      })
  void goesOnFromASavedStateToTheBit(String profile) throws IOException {
    Run whole = new Run(profile, 7);
    // In the second episode, before its first push and with commands and poses on their way.
    whole.go(3601);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    whole.robot.save(new DataOutputStream(bytes));

    // Another seed, another past: everything must come from what was saved.
    Run resumed = new Run(profile, 99);
    resumed.go(413);
    resumed.robot.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    resumed.continueFrom(whole);

    assertThat(resumed.go(2500).digest()).isEqualTo(whole.go(2500).digest());
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    whole.robot.save(new DataOutputStream(one));
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    resumed.robot.save(new DataOutputStream(other));
    assertThat(other.toByteArray()).isEqualTo(one.toByteArray());
  }

  @Test
  void sharesNothingWithAnotherRobot() {
    long[] alone = {
      new Run("randomized", 1).go(900).digest(), new Run("realistic", 2).go(900).digest()
    };
    Run one = new Run("randomized", 1);
    Run other = new Run("realistic", 2);
    for (int i = 0; i < 900; i++) {
      one.go(1);
      other.go(1);
    }
    assertThat(new long[] {one.digest(), other.digest()}).isEqualTo(alone);
  }

  @Test
  void rejectsAStateOfAnotherProfile() throws IOException {
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
        "realistic with a pack",
        "nominal on slope:8",
        "realistic on stairs-down:0.03x0.2x9",
        "randomized on rough:0.01",
        "nominal on boxes,slippery-patch",
        "realistic on 2*course,gap,blocks"
      })
  void allocatesNothingWhileTimePasses(String profile) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Run run = new Run(profile, 3);
    // Every stretch is long enough for everything to happen, pushes too. The least of several,
    // because
    // the just-in-time compiler now and then allocates for itself.
    long least = Long.MAX_VALUE;
    for (int stretch = 0; stretch < 4; stretch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      run.pass(4000);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  /** A robot that is driven by a random walk of targets, read and watched, and sometimes reset. */
  private static final class Run {
    private final SimulatedRobot robot;
    private final RobotState state = new RobotState();
    private final MotorCommand command = new MotorCommand();
    private final Pose pose = new Pose();
    private final RandomStream targets = RandomStream.of(5, "targets");
    private int millis;
    private long digest;

    Run(String profile, long seed) {
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
      if (!name.equals("realistic with a pack")) {
        return SimulationProfile.byName(name);
      }
      SimulationProfile realistic = SimulationProfile.realistic();
      return realistic.withPower(realistic.power().withLithiumPolymer(10));
    }

    void continueFrom(Run other) {
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

    Run go(int count) {
      for (int i = 0; i < count; i++) {
        if (millis % 3100 == 3099) {
          robot.reset();
        }
        pass(1);
      }
      return this;
    }

    void pass(int count) {
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
        mixState();
        while (robot.poses().poll(pose)) {
          mix(pose.xMetres);
          mix(pose.yMetres);
          mix(pose.zMetres);
          mix(pose.qy);
          mix(pose.timeNanos);
        }
        millis++;
      }
    }

    long digest() {
      return digest;
    }

    private void mixState() {
      for (int motor = 0; motor < command.targetAngleRad.length; motor++) {
        mix(state.motorAngleRad[motor]);
        mix(state.motorVelocityRadPerSec[motor]);
        mix(state.motorTorqueNm[motor]);
        mix(state.motorTemperatureCelsius[motor]);
      }
      mix(state.rollRad);
      mix(state.pitchRad);
      mix(state.angularVelocityXRadPerSec);
      mix(state.angularVelocityYRadPerSec);
      mix(state.energyJoules);
      mix(state.batteryVoltage);
      mix(state.encoderTimeNanos);
      mix(robot.truth().position[0]);
      mix(robot.truth().velocity[2]);
    }

    private void mix(double value) {
      digest = 31 * digest + Double.doubleToRawLongBits(value);
    }
  }
}
