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
  void detectsScheduledFault(String fault, String reason) {
    TestBench bench = new TestBench();
    bench.armAndFollow();
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
  void injectsFaultsInTimeOrder() {
    TestBench bench = new TestBench();
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
    // A lost port is reopened twice per second.
    assertThat(connected[799]).isTrue();
  }

  @Test
  void parsesFault() {
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
  void rejectsInvalidFaultListingKinds(String text) {
    assertThatThrownBy(() -> ScheduledFault.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("KIND@SECONDS")
        .hasMessageContaining("imu-silent");
  }

  /** Skipped simulation time on a busy machine must not look like stale frames. */
  @Test
  void skippedSimulationDoesNotLoseLink() {
    TestBench bench = new TestBench();
    bench.armAndFollow();
    for (int stall = 0; stall < 10; stall++) {
      bench.board.skip(30 * TestBench.MILLISECOND);
      bench.stall(30);
      bench.run(20);
      assertThat(bench.state.connected).isTrue();
    }
    assertThat(bench.loop.status().counts().opened()).isEqualTo(1);
  }

  @Test
  void autoResetHoldsRobotAtStart() {
    TestBench bench = new TestBench();
    AutoReset autoReset = new AutoReset(500 * TestBench.MILLISECOND);
    for (int ms = 0; ms < 3000; ms++) {
      bench.tick();
      autoReset.accept(bench.board);
    }
    assertThat(bench.robot.groundTruth().position[2])
        .as("height of the standing robot")
        .isGreaterThan(0.2);
    bench.arm();
    bench.sendsCommands = true;
    for (int ms = 0; ms < 2500; ms++) {
      bench.tick();
      autoReset.accept(bench.board);
    }
    assertThat(bench.phase()).isEqualTo(ArmPhase.FOLLOWING);
  }

  @Test
  void autoResetHoldsRobotUntilTorqueIsEnabled() {
    TestBench bench = new TestBench();
    AutoReset autoReset = new AutoReset(500 * TestBench.MILLISECOND);
    bench.armAndFollow();
    bench.loop.requestStop("stopped by the operator");
    bench.run(200);
    bench.permit = bench.loop.issuePermit();
    for (int ms = 0; ms < 3000; ms++) {
      bench.tick();
      autoReset.accept(bench.board);
    }
    assertThat(bench.permit.endReason()).as("the host sees a continuous leg motion").isNull();
    double height = bench.robot.groundTruth().position[2];
    assertThat(height).isGreaterThan(0.2);
    assertThat(bench.state.connected).as("the reset is invisible to the host").isTrue();
    assertThat(bench.loop.status().counts().opened()).isEqualTo(1);
    bench.arm();
    bench.run(100);
    autoReset.accept(bench.board);
    bench.run(100);
    assertThat(bench.robot.groundTruth().position[2]).isNotEqualTo(height);
  }

  private static FaultSchedule schedule(TestBench bench, List<ScheduledFault> faults) {
    return new FaultSchedule(
        faults,
        new FaultSchedule.Cable() {
          @Override
          public void disconnect() {
            bench.line.disconnect();
          }

          @Override
          public void reconnect() {
            bench.line.reconnect();
          }
        });
  }
}
