package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.DeadHostGuard;
import minitaur.hal.serial.GhostCodec;
import minitaur.hal.serial.GhostLegs;
import minitaur.hal.serial.MoteusCodec;
import minitaur.hal.wire.BoardCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The boards that have a position law of their own, byte by byte, on a simulated clock. */
class OtherBoardsTest {
  private static final double KP_PER_TURN = 50;
  private static final double KD_PER_TURN = 1;

  @ParameterizedTest
  @EnumSource
  void ghostStandsUpAndFollows(GhostLegs.Unit unit) {
    Bench bench = ghost(unit);
    bench.follow();
    Arrays.fill(bench.command.targetAngleRad, 1.7);
    bench.run(600);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.POSITION);
    for (Motor motor : Motor.values()) {
      assertThat(bench.angle(motor)).isCloseTo(1.7, within(0.25));
      assertThat(bench.state.motorAngleRad[motor.ordinal()])
          .isCloseTo(bench.angle(motor), within(0.05));
    }
  }

  @Test
  void ghostIsSwitchedOffAfterASilentController() {
    Bench bench = ghost(GhostLegs.Unit.RADIANS);
    bench.follow();
    bench.commanding = false;
    bench.run(1300);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void ghostHoldsOnWhenTheHostDiesUntilTheGuardKills() throws Exception {
    Bench bench = ghost(GhostLegs.Unit.RADIANS);
    bench.follow();
    bench.board.advanceTo(bench.robot.timeNanos() + 5_000 * Bench.MILLISECOND);
    assertThat(bench.board.isDriving()).isTrue();

    bench.loop.closePort();
    DeadHostGuard guard =
        new DeadHostGuard(
            bench.line, 0, new GhostCodec(GhostLegs.Unit.RADIANS), new Stepped(bench));
    assertThat(guard.watch(new ByteArrayInputStream(new byte[0]))).isTrue();
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void guardLeavesTheBoardAloneWhenTheHostEndsWell() throws Exception {
    Bench bench = ghost(GhostLegs.Unit.RADIANS);
    DeadHostGuard guard =
        new DeadHostGuard(
            bench.line, 0, new GhostCodec(GhostLegs.Unit.RADIANS), new Stepped(bench));
    byte[] said = {DeadHostGuard.ALL_IS_WELL};
    assertThat(guard.watch(new ByteArrayInputStream(said))).isFalse();
    // A pipe that nobody ever wrote to breaks: that is an end, too.
    assertThat(guard.watch(new PipedInputStream())).isTrue();
  }

  @Test
  void ghostNoticesThatTheBoardWasStartedAgain() {
    Bench bench = ghost(GhostLegs.Unit.RADIANS);
    bench.follow();
    bench.board.reboot();
    bench.run(60);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().reason()).contains("restarted");
  }

  @Test
  void moteusStandsUpAndFollows() {
    Bench bench = moteus(new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN));
    bench.follow();
    Arrays.fill(bench.command.targetAngleRad, 1.7);
    bench.run(600);
    for (Motor motor : Motor.values()) {
      assertThat(bench.angle(motor)).isCloseTo(1.7, within(0.25));
    }
    // No inertial unit: unknown, not level.
    assertThat(bench.state.pitchRad).isNaN();
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.state.batteryVoltage).isCloseTo(16, within(1e-3));
  }

  @Test
  void moteusStopsWhenAControllerAnswersNoMore() {
    MoteusBoardProtocol protocol = new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN);
    Bench bench = moteus(protocol);
    bench.follow();
    protocol.silence(Motor.BACK_RIGHT_L);
    bench.run(20);
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(bench.loop.status().reason()).contains("BACK_RIGHT_L");
    assertThat(bench.state.motorAngleRad[Motor.BACK_RIGHT_L.ordinal()]).isNaN();
  }

  @Test
  void moteusStopsForAFaultOfAControllerAndNamesIt() {
    MoteusBoardProtocol protocol = new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN);
    Bench bench = moteus(protocol);
    bench.follow();
    protocol.setFault(Motor.FRONT_RIGHT_L, 38);
    bench.run(10);
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(bench.loop.status().reason()).contains("FRONT_RIGHT_L", "fault 38", "temperature");
    bench.run(1200);
    bench.arm();
    bench.run(20);
    assertThat(bench.permit.revocation()).contains("fault 38");
    assertThat(bench.board.isDriving()).isFalse();
    protocol.setFault(Motor.FRONT_RIGHT_L, 0);
    bench.follow();
  }

  @Test
  void moteusWithOlderFirmwareShowsARestartByItsMode() {
    MoteusBoardProtocol protocol = new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN);
    protocol.hideUptime();
    Bench bench = moteus(protocol);
    bench.follow();
    // While a controller restarts it hears nothing.
    bench.board.setDeaf(true);
    bench.board.reboot();
    bench.run(3);
    bench.board.setDeaf(false);
    bench.run(60);
    assertThat(bench.loop.status().reason()).contains("restarted");
    assertThat(bench.phase().isDriving()).isFalse();
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void moteusTargetsAreNotShapedByConfiguredLimits() {
    MoteusBoardProtocol protocol = new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN);
    Bench bench = moteus(protocol);
    bench.follow();
    assertThat(protocol.trajectoryLimits()).containsExactly(-1, -1);
  }

  @Test
  void namesAnAdapterThatAcceptsCommandsWhileNoControllerAnswers() throws Exception {
    MoteusCodec codec = new MoteusCodec(KP_PER_TURN, KD_PER_TURN, 3.5);
    for (byte value : "OK\r\nOK\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
      codec.accept(value, new minitaur.hal.wire.BoardSample());
    }
    assertThat(codec.complaint()).contains("no controller answers", "power");
  }

  @Test
  void rejectsToArmWithAnEncoderThatIsOffByATurn() {
    Bench bench = moteus(new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN));
    bench.board.shiftEncoder(Motor.BACK_LEFT_L, 2 * Math.PI);
    bench.run(30);
    bench.arm();
    bench.run(10);
    assertThat(bench.permit.revocation()).contains("BACK_LEFT_L", "off by one turn");
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void moteusDampsByItselfWhenTheHostIsSilent() {
    Bench bench = moteus(new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN));
    bench.follow();
    bench.board.advanceTo(bench.robot.timeNanos() + 102 * Bench.MILLISECOND);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DAMPING);
  }

  @Test
  void surviveABadLine() {
    for (Bench bench :
        new Bench[] {
          ghost(GhostLegs.Unit.METRES), moteus(new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN))
        }) {
      bench.follow();
      bench.faulty.setFaults(new LineFaults(2e-5, 2e-5, 0, 0, 0.05));
      bench.run(3000);
      assertThat(bench.state.connected).isTrue();
      assertThat(bench.loop.status().counts().samples()).isGreaterThan(200);
    }
  }

  @Test
  void allocateNothingInATick() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Bench bench :
        new Bench[] {
          ghost(GhostLegs.Unit.METRES), moteus(new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN))
        }) {
      bench.follow();
      long allocated = 0;
      for (int i = 0; i < 5_000; i++) {
        bench.tick();
        bench.loop.write(bench.command, bench.nanos());
        long before = threads.getCurrentThreadAllocatedBytes();
        bench.loop.tick(bench.nanos());
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
      assertThat(allocated).isZero();
    }
  }

  private static Bench ghost(GhostLegs.Unit unit) {
    return new Bench(new GhostBoardProtocol(unit), new GhostCodec(unit), Bench.calibrated());
  }

  private static Bench moteus(MoteusBoardProtocol protocol) {
    return new Bench(protocol, new MoteusCodec(KP_PER_TURN, KD_PER_TURN, 3.5), Bench.calibrated());
  }

  /** Time that passes for the board alone: the host is dead. */
  private record Stepped(Bench bench) implements minitaur.hal.Clock {
    @Override
    public long nanos() {
      return bench.robot.timeNanos();
    }

    @Override
    public void waitUntil(long timeNanos) {
      bench.board.advanceTo(timeNanos);
    }
  }
}
