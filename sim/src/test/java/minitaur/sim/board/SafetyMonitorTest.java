package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import minitaur.hal.wire.BoardCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of the safety rules on a robot on a stand, whose legs the board presses against a stop: the
 * current of a stalled motor is duty times 16 V / 0.186 ohm.
 */
class SafetyMonitorTest {
  /** 12.9 A, 1.26 Nm. */
  private static final double LOW_DUTY = 0.15;

  /** 26.7 A, 2.27 Nm. */
  private static final double MEDIUM_DUTY = 0.31;

  /** 34.4 A, 2.69 Nm. */
  private static final double HIGH_DUTY = 0.4;

  private final CommandedBoard bench = new CommandedBoard(100);
  private final SafetyMonitor monitor = new SafetyMonitor();
  private double roll;
  private double pitch;

  @BeforeEach
  void putOnStand() {
    bench.putOnStand();
    run(1);
  }

  @ParameterizedTest
  @CsvSource({"36, 0", "-36, 0", "0, 36", "0, -36"})
  void detectsTorqueAfterFall(double rollDegrees, double pitchDegrees) {
    drive(LOW_DUTY, 200);
    assertMet();
    // Two reactions in time.
    for (int fall = 0; fall < 2; fall++) {
      tilt(rollDegrees, pitchDegrees);
      drive(LOW_DUTY, 50);
      tilt(rollDegrees / 2, pitchDegrees / 2);
      drive(LOW_DUTY, 50);
    }
    assertMet();
    assertThat(monitor.describe()).contains("2 falls");
    tilt(rollDegrees, pitchDegrees);
    bench.command.mode = BoardCommand.Mode.DAMPING;
    bench.send();
    run(50);
    assertMet();
    drive(LOW_DUTY, 70);
    assertThat(monitor.allRulesMet()).isFalse();
    assertThat(monitor.describe()).contains("RULE VIOLATED").contains("3 falls");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void detectsHighTorqueForTooLong(int direction) {
    drive(direction * LOW_DUTY, 500);
    drive(direction * MEDIUM_DUTY, 1500);
    drive(direction * HIGH_DUTY, 990);
    drive(direction * LOW_DUTY, 20);
    drive(direction * HIGH_DUTY, 990);
    assertMet();
    drive(direction * HIGH_DUTY, 50);
    assertThat(monitor.allRulesMet()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void detectsHighTorqueWhenMotorsAreEnabled(int direction) {
    drive(direction * LOW_DUTY, 500);
    drive(direction * MEDIUM_DUTY, 500);
    assertMet();
    bench.command.mode = BoardCommand.Mode.OFF;
    bench.send();
    run(1);
    drive(direction * LOW_DUTY, 50);
    assertMet();
    drive(direction * MEDIUM_DUTY, 10);
    assertThat(monitor.allRulesMet()).isFalse();
  }

  @Test
  void detectsTorqueWithoutRecentCommand() {
    drive(LOW_DUTY, 500);
    bench.command.watchdogMillis = 50;
    drive(LOW_DUTY, 1);
    // The board damps from 50 to 550 ms.
    run(600);
    assertMet();
    bench.command.watchdogMillis = 300;
    drive(LOW_DUTY, 1);
    run(95);
    assertMet();
    run(10);
    assertThat(monitor.allRulesMet()).isFalse();
  }

  private void assertMet() {
    assertThat(monitor.allRulesMet()).as(monitor.describe()).isTrue();
  }

  private void tilt(double rollDegrees, double pitchDegrees) {
    roll = Math.toRadians(rollDegrees);
    pitch = Math.toRadians(pitchDegrees);
  }

  /** Commands a duty of all motors in every millisecond. */
  private void drive(double duty, int milliseconds) {
    bench.command.mode = BoardCommand.Mode.DUTY;
    bench.command.bootId = bench.sent.bootId;
    Arrays.fill(bench.command.value, duty);
    for (int i = 0; i < milliseconds; i++) {
      bench.send();
      run(1);
    }
  }

  private void run(int milliseconds) {
    for (int i = 0; i < milliseconds; i++) {
      double[] quaternion = bench.robot.groundTruth().quaternion;
      Arrays.fill(quaternion, 0);
      quaternion[0] = Math.cos(roll / 2) * Math.cos(pitch / 2);
      quaternion[1] = Math.sin(roll / 2);
      quaternion[2] = Math.sin(pitch / 2);
      bench.advance(1);
      monitor.accept(bench.board);
    }
  }
}
