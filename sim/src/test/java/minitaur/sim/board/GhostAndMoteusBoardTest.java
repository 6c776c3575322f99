package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.GhostCodec;
import minitaur.hal.serial.GhostLegCoordinates;
import minitaur.hal.serial.HostWatchdog;
import minitaur.hal.serial.MoteusCodec;
import minitaur.hal.wire.BoardCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of the Ghost and moteus boards, which run their own position loop, on a simulated clock.
 */
class GhostAndMoteusBoardTest {
  private static final double KP_PER_TURN = 50;
  private static final double KD_PER_TURN = 1;

  @ParameterizedTest
  @EnumSource
  void ghostStandsUpAndFollows(GhostLegCoordinates.Unit unit) {
    TestBench bench = ghost(unit);
    bench.armAndFollow();
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
  void ghostDisablesTorqueWithoutCommands() {
    TestBench bench = ghost(GhostLegCoordinates.Unit.RADIANS);
    bench.armAndFollow();
    bench.sendsCommands = false;
    bench.run(1300);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void offCommandDoesNotWaitForCommandPeriodOfGhost() {
    for (int phase = 0; phase < 5; phase++) {
      TestBench bench = ghost(GhostLegCoordinates.Unit.RADIANS);
      bench.armAndFollow();
      bench.sendsCommands = false;
      bench.run(phase);
      bench.command.mode = MotorCommand.Mode.OFF;
      bench.loop.write(bench.command, bench.nanos());
      assertThat(bench.loop.hasSentMotorsOff()).isFalse();
      bench.tick();
      assertThat(bench.loop.hasSentMotorsOff()).isTrue();
    }
  }

  @Test
  void reportsGhostThatIgnoresOffCommands() {
    TestBench bench = ghost(GhostLegCoordinates.Unit.RADIANS);
    bench.armAndFollow();
    bench.board.setRxDisabled(true);
    bench.loop.requestStop("stopped by the operator");
    bench.run(1000);
    assertThat(bench.loop.status().fault()).isEmpty();
    bench.run(200);
    assertThat(bench.loop.status().fault()).contains("although it is commanded to switch");
    bench.board.setRxDisabled(false);
    bench.run(100);
    assertThat(bench.loop.status().fault()).isEmpty();
  }

  @Test
  void hostWatchdogDisablesGhostTorqueAfterHostFailure() throws Exception {
    TestBench bench = ghost(GhostLegCoordinates.Unit.RADIANS);
    bench.armAndFollow();
    bench.board.advanceTo(bench.robot.timeNanos() + 5_000 * TestBench.MILLISECOND);
    assertThat(bench.board.isTorqueEnabled()).isTrue();

    bench.loop.closePort();
    HostWatchdog watchdog =
        new HostWatchdog(
            bench.line,
            0,
            new GhostCodec(GhostLegCoordinates.Unit.RADIANS),
            new SteppedClock(bench));
    assertThat(watchdog.watch(new ByteArrayInputStream(new byte[0]))).isTrue();
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void hostWatchdogDoesNothingAfterCleanShutdown() throws Exception {
    TestBench bench = ghost(GhostLegCoordinates.Unit.RADIANS);
    HostWatchdog watchdog =
        new HostWatchdog(
            bench.line,
            0,
            new GhostCodec(GhostLegCoordinates.Unit.RADIANS),
            new SteppedClock(bench));
    byte[] message = {HostWatchdog.CLEAN_SHUTDOWN};
    assertThat(watchdog.watch(new ByteArrayInputStream(message))).isFalse();
    // A pipe that breaks before anything was written also counts as host failure.
    assertThat(watchdog.watch(new PipedInputStream())).isTrue();
  }

  @Test
  void ghostDetectsBoardReboot() {
    TestBench bench = ghost(GhostLegCoordinates.Unit.RADIANS);
    bench.armAndFollow();
    bench.board.reboot();
    bench.run(60);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().reason()).contains("restarted");
  }

  @Test
  void moteusStandsUpAndFollows() {
    TestBench bench = moteus(new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN));
    bench.armAndFollow();
    Arrays.fill(bench.command.targetAngleRad, 1.7);
    bench.run(600);
    for (Motor motor : Motor.values()) {
      assertThat(bench.angle(motor)).isCloseTo(1.7, within(0.25));
    }
    // Without an IMU the attitude is NaN, not level.
    assertThat(bench.state.pitchRad).isNaN();
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.state.batteryVoltage).isCloseTo(16, within(1e-3));
  }

  @Test
  void moteusStopsWhenControllerIsUnresponsive() {
    MoteusBoardProtocol protocol = new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN);
    TestBench bench = moteus(protocol);
    bench.armAndFollow();
    protocol.setUnresponsive(Motor.BACK_RIGHT_L);
    bench.run(20);
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(bench.loop.status().reason()).contains("BACK_RIGHT_L");
    assertThat(bench.state.motorAngleRad[Motor.BACK_RIGHT_L.ordinal()]).isNaN();
  }

  @Test
  void moteusStopsOnControllerFaultAndReportsIt() {
    MoteusBoardProtocol protocol = new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN);
    TestBench bench = moteus(protocol);
    bench.armAndFollow();
    protocol.setFault(Motor.FRONT_RIGHT_L, 38);
    bench.run(10);
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(bench.loop.status().reason()).contains("FRONT_RIGHT_L", "fault 38", "temperature");
    bench.run(1200);
    bench.arm();
    for (int i = 0; i < 20; i++) {
      bench.tick();
      assertThat(bench.board.isTorqueEnabled()).isFalse();
    }
    assertThat(bench.permit.revocationReason()).contains("fault 38");
    protocol.setFault(Motor.FRONT_RIGHT_L, 0);
    bench.armAndFollow();
  }

  @Test
  void moteusDetectsRebootByModeOnOldFirmware() {
    MoteusBoardProtocol protocol = new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN);
    protocol.omitUptime();
    TestBench bench = moteus(protocol);
    bench.armAndFollow();
    // A restarting controller receives nothing.
    bench.board.setRxDisabled(true);
    bench.board.reboot();
    bench.run(3);
    bench.board.setRxDisabled(false);
    bench.run(60);
    assertThat(bench.loop.status().reason()).contains("restarted");
    assertThat(bench.phase().isDriving()).isFalse();
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void moteusCommandsDisableTrajectoryLimits() {
    MoteusBoardProtocol protocol = new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN);
    TestBench bench = moteus(protocol);
    bench.armAndFollow();
    assertThat(protocol.trajectoryLimits()).containsExactly(-1, -1);
  }

  @Test
  void reportsAdapterWithoutRespondingControllers() throws Exception {
    MoteusCodec codec = new MoteusCodec(KP_PER_TURN, KD_PER_TURN, 3.5);
    for (byte value : "OK\r\nOK\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
      codec.accept(value, new minitaur.hal.wire.BoardSample());
    }
    assertThat(codec.problem()).contains("no controller replies", "power");
  }

  @Test
  void rejectsArmingWithEncoderOffByOneTurn() {
    TestBench bench = moteus(new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN));
    bench.board.offsetEncoder(Motor.BACK_LEFT_L, 2 * Math.PI);
    bench.run(30);
    bench.arm();
    bench.run(10);
    assertThat(bench.permit.revocationReason()).contains("BACK_LEFT_L", "off by one turn");
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void moteusDampsWithoutHost() {
    TestBench bench = moteus(new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN));
    bench.armAndFollow();
    bench.board.advanceTo(bench.robot.timeNanos() + 102 * TestBench.MILLISECOND);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DAMPING);
  }

  @Test
  void staysConnectedOnFaultyLink() {
    for (TestBench bench :
        new TestBench[] {
          ghost(GhostLegCoordinates.Unit.METRES),
          moteus(new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN))
        }) {
      bench.armAndFollow();
      bench.faultyLink.setFaults(new LineFaults(2e-5, 2e-5, 0, 0, 0.05));
      bench.run(3000);
      assertThat(bench.state.connected).isTrue();
      assertThat(bench.loop.status().counts().samples()).isGreaterThan(200);
    }
  }

  @Test
  void tickDoesNotAllocate() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (TestBench bench :
        new TestBench[] {
          ghost(GhostLegCoordinates.Unit.METRES),
          moteus(new MoteusBoardProtocol(KP_PER_TURN, KD_PER_TURN))
        }) {
      bench.armAndFollow();
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

  private static TestBench ghost(GhostLegCoordinates.Unit unit) {
    return new TestBench(
        new GhostBoardProtocol(unit), new GhostCodec(unit), TestBench.testSettings());
  }

  private static TestBench moteus(MoteusBoardProtocol protocol) {
    return new TestBench(
        protocol, new MoteusCodec(KP_PER_TURN, KD_PER_TURN, 3.5), TestBench.testSettings());
  }

  /** Advances the board only, as after a host failure. */
  private record SteppedClock(TestBench bench) implements minitaur.hal.Clock {
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
