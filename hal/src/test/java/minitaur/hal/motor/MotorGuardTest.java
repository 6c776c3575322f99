package minitaur.hal.motor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.MotorCommand.Mode;
import minitaur.hal.RobotState;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class MotorGuardTest {
  private static final long MILLISECOND = 1_000_000;

  private final MotorGuard guard = new MotorGuard(MotorGuardLimits.defaults());
  private final RobotState measured = standingState();

  @Test
  void doesNotChangeCommandsOfWalkingTask() {
    RandomStream random = RandomStream.of(1, "commands");
    for (int i = 0; i < 2000; i++) {
      MotorCommand command = positionCommand(0);
      for (Leg leg : Leg.values()) {
        double swing = random.nextUniform(-0.5, 0.5);
        double extension = random.nextUniform(1.5, 2.5);
        command.targetAngleRad[leg.rear().ordinal()] = extension + swing;
        command.targetAngleRad[leg.front().ordinal()] = extension - swing;
      }
      double[] targets = command.targetAngleRad.clone();

      assertThat(guard.apply(command, measured, i * MILLISECOND)).isFalse();
      assertThat(command.targetAngleRad).isEqualTo(targets);
      assertThat(command.mode).isEqualTo(Mode.POSITION);
    }
    assertThat(guard.reason()).isEmpty();
  }

  @Test
  void dampsIfTargetIsNotFinite() {
    for (double nonFinite : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      MotorCommand command = positionCommand(2);
      command.targetAngleRad[5] = nonFinite;

      assertThat(guard.apply(command, measured, 0)).isTrue();
      assertThat(command.mode).isEqualTo(Mode.DAMPING);
      assertThat(command.kd).isEqualTo(0.015);
      assertThat(guard.reason()).contains("FRONT_RIGHT_R", "damping");
    }
    assertThat(guard.count(GuardLimit.NOT_FINITE)).isEqualTo(2);
  }

  @Test
  void dampsIfGainIsNotFinite() {
    MotorCommand command = positionCommand(2);
    command.kp = Double.NaN;
    assertThat(guard.apply(command, measured, 0)).isTrue();
    assertThat(command.mode).isEqualTo(Mode.DAMPING);

    MotorCommand damping = positionCommand(2);
    damping.mode = Mode.DAMPING;
    damping.kd = Double.NaN;
    assertThat(guard.apply(damping, measured, 0)).isTrue();
    assertThat(damping.kd).isEqualTo(0.015);
  }

  @Test
  void clipsTargetsToJointRange() {
    MotorCommand command = positionCommand(2);
    command.targetAngleRad[0] = 3.4;
    command.targetAngleRad[7] = -1;

    assertThat(guard.apply(command, measured, 0)).isTrue();
    assertThat(command.targetAngleRad).containsExactly(3.0, 2, 2, 2, 2, 2, 2, 0.5);
    assertThat(guard.count(GuardLimit.JOINT_RANGE)).isEqualTo(2);
    assertThat(guard.actedLimits()).isEqualTo(1 << GuardLimit.JOINT_RANGE.ordinal());
    assertThat(guard.reason()).contains("BACK_RIGHT_R", "-1.000", "0.500");
  }

  @Test
  void clipsLegSumAndKeepsSwing() {
    MotorCommand command = positionCommand(2);
    command.targetAngleRad[Leg.BACK_LEFT.rear().ordinal()] = 3.0;
    command.targetAngleRad[Leg.BACK_LEFT.front().ordinal()] = 2.98;

    assertThat(guard.apply(command, measured, 0)).isTrue();
    double rear = command.targetAngleRad[Leg.BACK_LEFT.rear().ordinal()];
    double front = command.targetAngleRad[Leg.BACK_LEFT.front().ordinal()];
    assertThat(rear + front).isCloseTo(2 * Math.PI - 0.35, within(1e-12));
    assertThat(rear - front).isCloseTo(0.02, within(1e-12));
    assertThat(guard.count(GuardLimit.LEG_STOP)).isEqualTo(2);
    assertThat(guard.reason()).startsWith(Leg.BACK_LEFT.front() + ": ");
  }

  @Test
  void clipsGains() {
    MotorCommand command = positionCommand(2);
    command.kp = 50;
    command.kd = -1;

    assertThat(guard.apply(command, measured, 0)).isTrue();
    assertThat(command.kp).isEqualTo(2);
    assertThat(command.kd).isZero();
    assertThat(guard.count(GuardLimit.GAIN)).isEqualTo(2);

    command.mode = Mode.DAMPING;
    command.kd = 0.5;
    assertThat(guard.apply(command, measured, 0)).isTrue();
    assertThat(command.kd).isEqualTo(0.04);
  }

  @Test
  void limitsTheTargetRate() {
    MotorGuard rateLimited = new MotorGuard(MotorGuardLimits.defaults().withTargetRate(10));
    MotorCommand first = positionCommand(2.2);
    assertThat(rateLimited.apply(first, measured, 0)).isTrue();
    // The first target equals the measured angles, because no time interval is known yet.
    assertThat(first.targetAngleRad).containsOnly(2.0);

    MotorCommand second = positionCommand(2.2);
    rateLimited.apply(second, measured, 5 * MILLISECOND);
    for (double target : second.targetAngleRad) {
      assertThat(target).isCloseTo(2.05, within(1e-12));
    }
    assertThat(rateLimited.reason()).contains("10", "2.050");

    MotorCommand third = positionCommand(2.2);
    assertThat(rateLimited.apply(third, measured, 25 * MILLISECOND)).isFalse();
    assertThat(third.targetAngleRad).containsOnly(2.2);
  }

  @Test
  void pauseDoesNotPermitLargeJump() {
    MotorGuard rateLimited = new MotorGuard(MotorGuardLimits.defaults().withTargetRate(1));
    rateLimited.apply(positionCommand(2), measured, 0);
    MotorCommand late = positionCommand(3);
    rateLimited.apply(late, measured, 10_000 * MILLISECOND);
    assertThat(late.targetAngleRad[0]).isCloseTo(2.1, within(1e-12));
  }

  @Test
  void keepsTargetWhenTimeRunsBackwards() {
    MotorGuard rateLimited = new MotorGuard(MotorGuardLimits.defaults().withTargetRate(1));
    rateLimited.apply(positionCommand(2), measured, 20 * MILLISECOND);
    MotorCommand earlier = positionCommand(3);
    rateLimited.apply(earlier, measured, 10 * MILLISECOND);
    assertThat(earlier.targetAngleRad).containsOnly(2.0);
  }

  @Test
  void returnsLegToRangeAtLimitedRate() {
    MotorGuard rateLimited = new MotorGuard(MotorGuardLimits.defaults().withTargetRate(1));
    Arrays.fill(measured.motorAngleRad, 0.3);
    MotorCommand command = positionCommand(0.2);
    rateLimited.apply(command, measured, 0);
    assertThat(command.targetAngleRad[0]).isEqualTo(0.3);
    command = positionCommand(0.2);
    rateLimited.apply(command, measured, 10 * MILLISECOND);
    assertThat(command.targetAngleRad[0]).isCloseTo(0.31, within(1e-12));
  }

  @Test
  void startsFromMeasuredAnglesAfterDamping() {
    MotorGuard rateLimited = new MotorGuard(MotorGuardLimits.defaults().withTargetRate(1));
    rateLimited.apply(positionCommand(2), measured, 0);
    MotorCommand damping = positionCommand(2);
    damping.mode = Mode.DAMPING;
    rateLimited.apply(damping, measured, MILLISECOND);
    Arrays.fill(measured.motorAngleRad, 1.2);

    MotorCommand again = positionCommand(2);
    rateLimited.apply(again, measured, 2 * MILLISECOND);
    assertThat(again.targetAngleRad).containsOnly(1.2);
  }

  @Test
  void dampsIfStartAngleIsUnknown() {
    MotorGuard rateLimited = new MotorGuard(MotorGuardLimits.defaults().withTargetRate(1));
    measured.motorAngleRad[2] = Double.NaN;
    MotorCommand command = positionCommand(2);
    assertThat(rateLimited.apply(command, measured, 0)).isTrue();
    assertThat(command.mode).isEqualTo(Mode.DAMPING);
    assertThat(rateLimited.reason()).contains("BACK_LEFT_L", "unknown");
  }

  @Test
  void randomCommandsStayWithinLimits() {
    RandomStream random = RandomStream.of(2, "commands");
    MotorGuardLimits limits = MotorGuardLimits.defaults().withTargetRate(20);
    MotorGuard rateLimited = new MotorGuard(limits);
    double[] previous = measured.motorAngleRad.clone();
    for (int i = 1; i < 5000; i++) {
      MotorCommand command = positionCommand(0);
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        command.targetAngleRad[motor] = random.nextUniform(-1, 5);
      }
      rateLimited.apply(command, measured, i * 10 * MILLISECOND);
      for (Leg leg : Leg.values()) {
        double rear = command.targetAngleRad[leg.rear().ordinal()];
        double front = command.targetAngleRad[leg.front().ordinal()];
        assertThat(rear).isBetween(0.5 - 1e-12, 3.0 + 1e-12);
        assertThat(front).isBetween(0.5 - 1e-12, 3.0 + 1e-12);
        assertThat(rear + front).isBetween(0.35, 2 * Math.PI - 0.35 + 1e-12);
      }
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        assertThat(Math.abs(command.targetAngleRad[motor] - previous[motor]))
            .isLessThanOrEqualTo(0.2 + 1e-12);
      }
      previous = command.targetAngleRad.clone();
    }
  }

  @Test
  void rejectsContradictoryLimits() {
    assertThatThrownBy(() -> limits(3, 0.5, 0.35, 0.015)).hasMessageContaining("below the max");
    assertThatThrownBy(() -> limits(0.5, 3, 4, 0.015)).hasMessageContaining("enclose");
    assertThatThrownBy(() -> MotorGuardLimits.defaults().withTargetRate(0))
        .hasMessageContaining("rate");
    assertThatThrownBy(() -> limits(0.5, 3, 0.35, 0.05)).hasMessageContaining("damping");
  }

  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    MotorGuard rateLimited = new MotorGuard(MotorGuardLimits.defaults().withTargetRate(5));
    MotorCommand command = positionCommand(2);
    long allocated = 0;
    for (int i = 0; i < 20_000; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      Arrays.fill(command.targetAngleRad, i % 7 == 0 ? Double.NaN : 0.1 * (i % 50));
      command.mode = Mode.POSITION;
      command.kp = 3;
      rateLimited.apply(command, measured, i * MILLISECOND);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }

  private static MotorCommand positionCommand(double target) {
    MotorCommand command = new MotorCommand();
    command.mode = Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    Arrays.fill(command.targetAngleRad, target);
    return command;
  }

  private static RobotState standingState() {
    RobotState state = new RobotState();
    Arrays.fill(state.motorAngleRad, 2);
    return state;
  }

  private static MotorGuardLimits limits(
      double minAngle, double maxAngle, double minLegSum, double dampingKd) {
    return new MotorGuardLimits(
        new MotorGuardLimits.Interval(minAngle, maxAngle),
        new MotorGuardLimits.Interval(minLegSum, 6),
        1,
        2,
        0.04,
        dampingKd);
  }
}
