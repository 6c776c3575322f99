package minitaur.hal.motor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import org.junit.jupiter.api.Test;

class GuardedRobotTest {
  private final RecordingRobot inner = new RecordingRobot();
  private final ManualClock clock = new ManualClock();

  @Test
  void limitsCommandWithoutModifyingArgument() {
    MotorGuard guard = new MotorGuard(MotorGuardLimits.defaults());
    GuardedRobot robot = new GuardedRobot(inner, guard, clock);
    MotorCommand command = positionCommand(9);
    robot.write(command);
    assertThat(inner.written.targetAngleRad[0]).isLessThanOrEqualTo(3.0);
    assertThat(command.targetAngleRad).containsOnly(9.0);
    assertThat(guard.count(GuardLimit.JOINT_RANGE)).isEqualTo(8);
  }

  @Test
  void limitsRateFromMeasuredAngles() {
    MotorGuard guard = new MotorGuard(MotorGuardLimits.defaults().withTargetRate(2));
    GuardedRobot robot = new GuardedRobot(inner, guard, clock);
    Arrays.fill(inner.angles, 1.5);
    robot.write(positionCommand(2));
    assertThat(inner.written.targetAngleRad).containsOnly(1.5);
    clock.now = 50_000_000;
    robot.write(positionCommand(2));
    assertThat(inner.written.targetAngleRad).containsOnly(1.6);
  }

  @Test
  void delegatesReadAndClose() {
    GuardedRobot robot =
        new GuardedRobot(inner, new MotorGuard(MotorGuardLimits.defaults()), clock);
    inner.angles[4] = 1.25;
    RobotState state = new RobotState();
    robot.read(state);
    assertThat(state.motorAngleRad[4]).isEqualTo(1.25);
    robot.close();
    assertThat(inner.closed).isTrue();
  }

  private static MotorCommand positionCommand(double target) {
    MotorCommand command = new MotorCommand();
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    Arrays.fill(command.targetAngleRad, target);
    return command;
  }

  private static final class ManualClock implements Clock {
    private long now;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void waitUntil(long timeNanos) {
      now = Math.max(now, timeNanos);
    }
  }

  private static final class RecordingRobot implements Robot {
    private final double[] angles = new double[8];
    private final MotorCommand written = new MotorCommand();
    private boolean closed;

    @Override
    public void read(RobotState state) {
      System.arraycopy(angles, 0, state.motorAngleRad, 0, angles.length);
    }

    @Override
    public void write(MotorCommand command) {
      written.set(command);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
