package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import minitaur.hal.Motor;
import minitaur.hal.serial.ArmPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "silent@0.05, link lost",
    "reboot@0.05, restarted",
    "encoder-absurd:front-left-r@0.05, FRONT_LEFT_R: encoder angle",
    "unplug@0.05, link lost",
  })
  void whatHappensIsNoticed(String fault, String reason) {
    Bench bench = new Bench();
    bench.follow();
    FaultSchedule schedule = schedule(bench, List.of(ScheduledFault.parse(fault)));
    for (int ms = 0; ms < 40; ms++) {
      schedule.accept(bench.board);
      bench.tick();
    }
    assertThat(bench.phase()).isEqualTo(ArmPhase.FOLLOWING);
    for (int ms = 0; ms < 80; ms++) {
      schedule.accept(bench.board);
      bench.tick();
    }
    assertThat(bench.phase()).isNotEqualTo(ArmPhase.FOLLOWING);
    assertThat(bench.loop.status().reason()).contains(reason);
  }

  @Test
  void faultsHappenInTheOrderOfTheirTimes() {
    Bench bench = new Bench();
    FaultSchedule schedule =
        schedule(
            bench,
            List.of(ScheduledFault.parse("replug@0.1"), ScheduledFault.parse("unplug@0.05")));
    boolean[] connected = new boolean[800];
    for (int ms = 0; ms < connected.length; ms++) {
      schedule.accept(bench.board);
      bench.tick();
      connected[ms] = bench.state.connected;
    }
    assertThat(connected[40]).isTrue();
    assertThat(connected[90]).isFalse();
    // A lost port is opened again twice a second.
    assertThat(connected[799]).isTrue();
  }

  @Test
  void readsWhatIsWritten() {
    assertThat(ScheduledFault.parse("encoder-stuck:back-right-l@12.5"))
        .isEqualTo(new ScheduledFault(ScheduledFault.Kind.ENCODER_STUCK, 12.5, Motor.BACK_RIGHT_L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "silent",
        "@3",
        "explode@3",
        "silent@x",
        "silent@-1",
        "encoder-stuck@3",
        "silent:front-left-l@3",
        "encoder-stuck:tail@3"
      })
  void refusesWithTheChoices(String text) {
    assertThatThrownBy(() -> ScheduledFault.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("KIND@SECONDS")
        .hasMessageContaining("imu-silent");
  }

  /** A busy computer must not look like a board whose frames grow old. */
  @Test
  void aRobotThatCouldNotBeComputedLosesNoLink() {
    Bench bench = new Bench();
    bench.follow();
    for (int stall = 0; stall < 10; stall++) {
      bench.board.skip(30 * Bench.MILLISECOND);
      bench.stall(30);
      bench.run(20);
      assertThat(bench.state.connected).isTrue();
    }
    assertThat(bench.loop.status().counts().opened()).isEqualTo(1);
  }

  @Test
  void witnessSeesMotorsThatPushOnAfterAFall() {
    Bench bench = new Bench();
    SafetyWitness witness = new SafetyWitness();
    bench.follow();
    for (int ms = 0; ms < 200; ms++) {
      bench.tick();
      witness.accept(bench.board);
    }
    assertThat(witness.isContent()).as(witness.describe()).isTrue();
    for (int ms = 0; ms < 100; ms++) {
      double half = 0.5;
      bench.robot.truth().quaternion[0] = StrictMath.cos(half);
      bench.robot.truth().quaternion[1] = StrictMath.sin(half);
      bench.tick();
      witness.accept(bench.board);
    }
    assertThat(witness.isContent()).isFalse();
    assertThat(witness.describe()).contains("RULE VIOLATED").contains("1 falls");
  }

  @Test
  void theHandHoldsTheRobotFromTheBeginning() {
    Bench bench = new Bench();
    StartPlacement hand = new StartPlacement(500 * Bench.MILLISECOND);
    for (int ms = 0; ms < 3000; ms++) {
      bench.tick();
      hand.accept(bench.board);
    }
    assertThat(bench.robot.truth().position[2]).as("on its feet").isGreaterThan(0.2);
    bench.arm();
    bench.commanding = true;
    for (int ms = 0; ms < 2500; ms++) {
      bench.tick();
      hand.accept(bench.board);
    }
    assertThat(bench.phase()).isEqualTo(ArmPhase.FOLLOWING);
  }

  @Test
  void theHandHoldsTheRobotUntilItIsDriven() {
    Bench bench = new Bench();
    StartPlacement hand = new StartPlacement(500 * Bench.MILLISECOND);
    bench.follow();
    bench.loop.requestStop("stopped by the operator");
    bench.run(200);
    bench.permit = bench.loop.issuePermit();
    for (int ms = 0; ms < 3000; ms++) {
      bench.tick();
      hand.accept(bench.board);
    }
    assertThat(bench.permit.end()).as("to the host the legs were moved, and did not jump").isNull();
    double height = bench.robot.truth().position[2];
    assertThat(height).isGreaterThan(0.2);
    assertThat(bench.state.connected).as("nobody heard of the placing").isTrue();
    assertThat(bench.loop.status().counts().opened()).isEqualTo(1);
    bench.arm();
    bench.run(100);
    hand.accept(bench.board);
    bench.run(100);
    assertThat(bench.robot.truth().position[2]).isNotEqualTo(height);
  }

  private static FaultSchedule schedule(Bench bench, List<ScheduledFault> faults) {
    return new FaultSchedule(
        faults,
        new FaultSchedule.Plug() {
          @Override
          public void pull() {
            bench.line.unplug();
          }

          @Override
          public void putIn() {
            bench.line.plugIn();
          }
        });
  }
}
