package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.wire.BoardCommand.Mode;
import minitaur.sim.DriveProfile;
import minitaur.sim.RobotHandler;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the board's command timeout, drive modes, restart and faults. */
class EmulatedBoardTest {
  private final CommandedBoard bench = new CommandedBoard(60);
  private final EmulatedBoard board = bench.board;

  @ParameterizedTest
  @CsvSource({"40, 40", "0, 60"})
  void dampsThenDisablesTorqueAfterTimeout(int commanded, int expected) {
    bench.advance(1);
    bench.commandPosition();
    bench.command.kd = 0;
    bench.command.watchdogMillis = commanded;
    bench.send();
    bench.advance(expected);
    assertThat(board.mode()).isEqualTo(Mode.POSITION);
    assertThat(bench.sent.watchdogTripped).isFalse();
    // Damping sets in although the command has no velocity gain.
    bench.advance(1);
    assertThat(board.mode()).isEqualTo(Mode.DAMPING);
    assertThat(bench.sent.watchdogTripped).isTrue();
    assertThat(bench.sent.driving).isTrue();
    bench.advance(1);
    for (Motor motor : Motor.values()) {
      double velocity = board.robot().groundTruth().velocity[6 + motor.ordinal()];
      if (Math.abs(velocity) > 0.5) {
        assertThat(torque(motor) * velocity).isNegative();
      }
    }
    bench.advance(498);
    assertThat(board.mode()).isEqualTo(Mode.DAMPING);
    bench.advance(1);
    assertThat(board.mode()).isEqualTo(Mode.OFF);
    assertThat(bench.sent.driving).isFalse();
    assertThat(bench.sent.watchdogTripped).isTrue();
    bench.send();
    bench.advance(1);
    assertThat(board.mode()).isEqualTo(Mode.POSITION);
    assertThat(bench.sent.watchdogTripped).isFalse();
    assertThat(bench.sent.driving).isTrue();
  }

  @Test
  void boardWithoutWatchdogKeepsDriving() {
    CommandedBoard ghost = new CommandedBoard(0);
    ghost.advance(1);
    ghost.commandPosition();
    ghost.command.watchdogMillis = 0;
    ghost.send();
    ghost.advance(2000);
    assertThat(ghost.board.mode()).isEqualTo(Mode.POSITION);
    assertThat(ghost.sent.watchdogTripped).isFalse();
  }

  @Test
  void rejectsCommandForAnotherBoot() {
    bench.advance(1);
    bench.commandPosition();
    bench.command.bootId = bench.sent.bootId + 1;
    bench.send();
    bench.advance(1);
    assertThat(board.mode()).isEqualTo(Mode.OFF);
    bench.command.bootId = 0;
    bench.send();
    bench.advance(1);
    assertThat(board.mode()).as("a host that does not know the boot").isEqualTo(Mode.OFF);
    bench.commandPosition();
    bench.send();
    bench.advance(1);
    assertThat(board.mode()).isEqualTo(Mode.POSITION);
    bench.command.bootId = 0;
    bench.command.mode = Mode.OFF;
    bench.send();
    bench.advance(1);
    assertThat(board.mode()).as("which may switch off").isEqualTo(Mode.OFF);
  }

  @Test
  void restartDisablesTorqueAndRestartsClock() {
    bench.advance(500);
    bench.commandPosition();
    bench.command.disabledMotors = 1;
    bench.send();
    bench.advance(200);
    assertThat(bench.sent.watchdogTripped).isTrue();
    assertThat(bench.sent.boardTimeNanos).isEqualTo(700 * CommandedBoard.MILLISECOND);
    int boot = bench.sent.bootId;
    board.reboot();
    assertThat(board.mode()).isEqualTo(Mode.OFF);
    assertThat(board.disabledMotors()).isZero();
    bench.advance(1);
    assertThat(bench.sent.bootId).isNotEqualTo(boot);
    assertThat(bench.sent.watchdogTripped).isFalse();
    assertThat(bench.sent.driving).isFalse();
    assertThat(bench.sent.boardTimeNanos).isEqualTo(CommandedBoard.MILLISECOND);
    assertThat(bench.sent.values.encoderTimeNanos).isEqualTo(CommandedBoard.MILLISECOND);
    assertThat(bench.sent.values.imuTimeNanos).isEqualTo(CommandedBoard.MILLISECOND);
    bench.send();
    bench.advance(1);
    assertThat(board.mode()).as("a command for the boot before").isEqualTo(Mode.OFF);
  }

  @Test
  void disabledMotorCarriesNoCurrentWhileItMoves() {
    bench.putOnStand();
    bench.advance(1);
    bench.commandPosition();
    bench.command.mode = Mode.DUTY;
    bench.command.disabledMotors = 1 << Motor.BACK_LEFT_L.ordinal();
    Arrays.fill(bench.command.value, 0.03);
    bench.send();
    bench.advance(1);
    assertThat(board.disabledMotors()).isEqualTo(bench.command.disabledMotors);
    double maxSpeed = 0;
    for (int millis = 0; millis < 50; millis++) {
      bench.advance(1);
      double velocity = board.robot().groundTruth().velocity[6 + Motor.BACK_LEFT_L.ordinal()];
      maxSpeed = Math.max(maxSpeed, Math.abs(velocity));
      assertThat(torque(Motor.BACK_LEFT_L)).isCloseTo(0, within(1e-9));
      assertThat(torque(Motor.FRONT_LEFT_L)).isNotCloseTo(0, within(1e-6));
    }
    assertThat(maxSpeed).as("of the unpowered motor").isGreaterThan(0.5);
  }

  @Test
  void torqueModeProducesTorqueAtAnySpeed() {
    bench.putOnStand();
    bench.advance(1);
    bench.commandPosition();
    bench.command.mode = Mode.TORQUE;
    for (Motor motor : Motor.values()) {
      bench.command.value[motor.ordinal()] = 0.01 * (1 + motor.ordinal());
    }
    bench.send();
    bench.advance(1);
    for (int millis = 0; millis < 50; millis++) {
      bench.advance(1);
      for (Motor motor : Motor.values()) {
        // The curve has 0.1 Nm/A, the back-EMF constant is 0.0954.
        assertThat(torque(motor))
            .isCloseTo(0.01 * (1 + motor.ordinal()) * 0.1 / 0.0954, within(1e-9));
      }
    }
  }

  @Test
  void limitsDutyToSupply() {
    bench.putOnStand();
    bench.advance(1);
    bench.commandPosition();
    bench.command.mode = Mode.DUTY;
    CommandedBoard other = new CommandedBoard(60);
    other.putOnStand();
    other.advance(1);
    other.commandPosition();
    other.command.mode = Mode.DUTY;
    Arrays.fill(bench.command.value, 5);
    Arrays.fill(other.command.value, 1);
    bench.send();
    other.send();
    bench.advance(20);
    other.advance(20);
    assertThat(bench.robot.groundTruth().motorAngle)
        .isEqualTo(other.robot.groundTruth().motorAngle);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stuck", "random", "offset", "encoders", "imu"})
  void clearsFaults(String fault) {
    bench.advance(10);
    Motor motor = Motor.FRONT_RIGHT_R;
    double angle = encoderAngle(motor);
    long frozen = 10 * CommandedBoard.MILLISECOND;
    switch (fault) {
      case "stuck" -> board.freezeEncoder(motor);
      case "random" -> board.randomizeEncoder(motor);
      case "offset" -> board.offsetEncoder(motor, 0.5);
      case "encoders" -> board.setEncodersDisabled(true);
      default -> board.setImuDisabled(true);
    }
    double[] raised = new double[Motor.COUNT];
    Arrays.fill(raised, 2.5);
    new RobotHandler(board.robot(), 0.2, 1).hold(raised, 0, 0);
    bench.advance(300);
    double moved = board.robot().groundTruth().motorAngle[motor.ordinal()];
    assertThat(Math.abs(moved - angle)).isGreaterThan(0.2);
    switch (fault) {
      case "stuck" -> assertThat(encoderAngle(motor)).isEqualTo(angle);
      case "random" -> assertThat(encoderAngle(motor)).isNotCloseTo(moved, within(1e-3));
      case "offset" -> assertThat(encoderAngle(motor)).isCloseTo(moved + 0.5, within(1e-12));
      case "encoders" -> {
        assertThat(bench.sent.values.encoderTimeNanos).isEqualTo(frozen);
        assertThat(bench.sent.values.imuTimeNanos).isEqualTo(bench.sent.boardTimeNanos);
      }
      default -> {
        assertThat(bench.sent.values.imuTimeNanos).isEqualTo(frozen);
        assertThat(bench.sent.values.encoderTimeNanos).isEqualTo(bench.sent.boardTimeNanos);
      }
    }
    board.clearFaults();
    bench.advance(1);
    assertThat(encoderAngle(motor)).isCloseTo(moved, within(1e-12));
    assertThat(bench.sent.values.encoderTimeNanos).isEqualTo(bench.sent.boardTimeNanos);
    assertThat(bench.sent.values.imuTimeNanos).isEqualTo(bench.sent.boardTimeNanos);
  }

  /** Capture times of sensors and poses are in board time, which a reset does not advance. */
  @ParameterizedTest
  @ValueSource(strings = {"reset", "move", "skip"})
  void clockIsContinuousAcrossResets(String event) {
    bench.advance(50);
    long before = board.timeNanos();
    switch (event) {
      case "reset" -> board.resetToStart();
      case "move" -> board.moveToStart();
      default -> board.skip(30 * CommandedBoard.MILLISECOND);
    }
    long skipped = event.equals("skip") ? 30 * CommandedBoard.MILLISECOND : 0;
    assertThat(board.timeNanos()).isEqualTo(before + skipped);
    board.setImuDisabled(true);
    board.setEncodersDisabled(event.equals("move"));
    bench.advance(1);
    long expected = before + skipped + CommandedBoard.MILLISECOND;
    assertThat(bench.sent.boardTimeNanos).isEqualTo(expected);
    assertThat(bench.sent.values.encoderTimeNanos)
        .isEqualTo(event.equals("move") ? before : expected);
    assertThat(bench.sent.values.imuTimeNanos).isEqualTo(before + skipped);
  }

  @Test
  void posesAreInOrderOfBoardTimeAcrossResets() {
    PoseSource poses = board.poses();
    Pose pose = new Pose();
    long newest = -1;
    for (int episode = 0; episode < 3; episode++) {
      bench.advance(200);
      while (poses.poll(pose)) {
        assertThat(pose.timeNanos).isGreaterThan(newest);
        newest = pose.timeNanos;
      }
      assertThat(board.timeNanos() - newest).isBetween(0L, 20 * CommandedBoard.MILLISECOND);
      board.resetToStart();
    }
  }

  @Test
  void addsNoLatencyToThatOfLine() {
    SimulatedRobot robot =
        new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.realistic()), 1);
    assertThat(robot.conditions().observationLatencyMillis()).isZero();
    assertThat(robot.conditions().commandLatencyMillis()).isZero();
    SimulationProfile delayed =
        SimulationProfile.nominal()
            .with(
                "delayed",
                SimulationProfile.Latency.NONE,
                SimulationProfile.nominal().body(),
                DriveProfile.nominal().withPositionLatency(0.003));
    assertThat(EmulatedBoard.withoutLatency(delayed).drives().positionLatencySeconds()).isZero();
  }

  private double torque(Motor motor) {
    return bench.sent.values.motorTorqueNm[motor.ordinal()];
  }

  private double encoderAngle(Motor motor) {
    return bench.sent.values.encoderAngleRad[motor.ordinal()];
  }
}
