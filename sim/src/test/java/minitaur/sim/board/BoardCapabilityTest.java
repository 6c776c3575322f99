package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import minitaur.hal.Motor;
import minitaur.hal.SystemClock;
import minitaur.hal.motor.MotorProtectionLimits;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.BoardCapability;
import minitaur.hal.serial.BoardCodec;
import minitaur.hal.serial.GhostCodec;
import minitaur.hal.serial.GhostLegCoordinates;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.MoteusCodec;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.wire.BoardCommand;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Capability matrix: every board supports, replaces or rejects every capability. */
@Tag("timing")
class BoardCapabilityTest {
  /** Host codec and board protocol of one kind of board. */
  enum Kind {
    LINK(MinitaurLinkCodec::new, LinkBoardProtocol::new),
    GHOST(
        () -> new GhostCodec(GhostLegCoordinates.Unit.RADIANS),
        () -> new GhostBoardProtocol(GhostLegCoordinates.Unit.RADIANS)),
    GHOST_METRES(
        () -> new GhostCodec(GhostLegCoordinates.Unit.METRES),
        () -> new GhostBoardProtocol(GhostLegCoordinates.Unit.METRES)),
    MOTEUS(() -> new MoteusCodec(50, 1, 3.5), () -> new MoteusBoardProtocol(50, 1));

    private final Supplier<BoardCodec> codec;
    private final Supplier<BoardProtocol> protocol;

    Kind(Supplier<BoardCodec> codec, Supplier<BoardProtocol> protocol) {
      this.codec = codec;
      this.protocol = protocol;
    }

    private TestBench bench() {
      return bench(TestBench.testSettings());
    }

    private TestBench bench(SerialRobotSettings settings) {
      return new TestBench(protocol.get(), codec.get(), settings);
    }
  }

  static List<Arguments> matrix() {
    return Arrays.stream(Kind.values())
        .flatMap(
            kind ->
                Stream.of(BoardCapability.values())
                    .map(capability -> Arguments.of(kind, capability)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void isSupportedReplacedOrRejected(Kind kind, BoardCapability capability) {
    boolean supported = kind.codec.get().traits().supports(capability);
    switch (capability) {
      case POSITION_CONTROL -> followsTargets(kind, supported);
      case MOTOR_DISABLE -> disablesHotMotors(kind, supported);
      case WATCHDOG -> stopsWithoutHost(kind, supported);
      case WINDING_TEMPERATURE -> reportsTemperatures(kind, supported);
      case CURRENT -> reportsTorques(kind, supported);
      case ATTITUDE -> reportsTilt(kind, supported);
      case RESTART_DETECTION -> detectsRestart(kind, supported);
      case ACKNOWLEDGEMENT -> detectsIgnoredCommands(kind, supported);
      case COMMAND_ECHO -> measuresRoundTrip(kind, supported);
    }
  }

  private static void followsTargets(Kind kind, boolean supported) {
    TestBench bench = kind.bench();
    bench.armAndFollow();
    Arrays.fill(bench.command.targetAngleRad, 1.7);
    bench.run(600);
    assertThat(bench.board.mode())
        .isEqualTo(supported ? BoardCommand.Mode.POSITION : BoardCommand.Mode.DUTY);
    for (Motor motor : Motor.values()) {
      assertThat(bench.angle(motor)).isCloseTo(1.7, within(0.25));
    }
  }

  private static void disablesHotMotors(Kind kind, boolean supported) {
    TestBench reference = kind.bench();
    reference.armAndFollow();
    double maxTemperature =
        Arrays.stream(reference.state.motorTemperatureCelsius).max().orElseThrow();
    // The hottest motor exceeds this limit shortly after the soft start.
    double limit = maxTemperature + 0.15;
    MotorProtectionLimits limits =
        MotorProtectionLimits.defaults()
            .with(new MotorProtectionLimits.Winding(limit, limit - 0.1));
    TestBench bench = kind.bench(TestBench.testSettings(limits));
    bench.armAndFollow();
    int ticks = 0;
    while (!bench.loop.status().limitedBy().contains("winding") && ticks < 5000) {
      bench.tick();
      ticks++;
    }
    assertThat(bench.loop.status().limitedBy()).contains("winding", "off until");
    if (supported) {
      bench.run(10);
      assertThat(bench.phase()).isEqualTo(ArmPhase.FOLLOWING);
      assertThat(bench.board.disabledMotors()).isNotZero();
      assertThat(bench.board.isTorqueEnabled()).isTrue();
    } else {
      bench.run(20);
      assertThat(bench.board.isTorqueEnabled()).as("damped first").isTrue();
      bench.run(1200);
      assertThat(bench.board.isTorqueEnabled()).isFalse();
      assertThat(bench.loop.status().reason()).contains("cannot switch off single motors");
      bench.arm();
      bench.run(50);
      assertThat(bench.board.isTorqueEnabled()).isFalse();
      assertThat(bench.permit.revocationReason()).contains("winding");
    }
  }

  private static void stopsWithoutHost(Kind kind, boolean supported) {
    TestBench bench = kind.bench();
    bench.armAndFollow();
    bench.board.advanceTo(bench.board.timeNanos() + 102 * TestBench.MILLISECOND);
    if (supported) {
      assertThat(bench.board.mode()).isIn(BoardCommand.Mode.DAMPING, BoardCommand.Mode.OFF);
      bench.board.advanceTo(bench.board.timeNanos() + 600 * TestBench.MILLISECOND);
      assertThat(bench.board.isTorqueEnabled()).isFalse();
    } else {
      assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.POSITION);
      // Such a board is opened only with the watchdog process for its host.
      assertThatThrownBy(
              () ->
                  SerialRobot.open(
                      new SerialRobot.Connection(
                          new InMemorySerialLine(),
                          0,
                          kind.codec.get(),
                          RobotCalibration.identity(),
                          TestBench.testSettings()),
                      () -> {
                        throw new IOException("no watchdog process");
                      },
                      new SystemClock(),
                      failure -> {}))
          .isInstanceOf(IOException.class)
          .hasMessage("no watchdog process");
    }
  }

  private static void reportsTemperatures(Kind kind, boolean supported) {
    TestBench bench = kind.bench();
    bench.armAndFollow();
    for (Motor motor : Motor.values()) {
      // Standing heats the motors by less than 1 degC; measured temperatures have a resolution of
      // 1 degC.
      assertThat(bench.state.motorTemperatureCelsius[motor.ordinal()])
          .isBetween(supported ? 21.0 : 22.05, 25.0);
    }
  }

  private static void reportsTorques(Kind kind, boolean supported) {
    assertThat(supported).isTrue();
    TestBench bench = kind.bench();
    bench.armAndFollow();
    for (double torque : bench.state.motorTorqueNm) {
      assertThat(Math.abs(torque)).isBetween(0.05, 2.0);
    }
  }

  private static void reportsTilt(Kind kind, boolean supported) {
    TestBench bench = kind.bench();
    bench.run(50);
    assertThat(Double.isFinite(bench.state.rollRad)).isEqualTo(supported);
    assertThat(Double.isFinite(bench.state.pitchRad)).isEqualTo(supported);
    if (kind == Kind.LINK) {
      // If the IMU alone fails, arming is rejected.
      bench.board.setImuDisabled(true);
      bench.run(100);
      bench.arm();
      bench.run(10);
      assertThat(bench.permit.revocationReason()).contains("IMU");
      assertThat(bench.board.isTorqueEnabled()).isFalse();
    }
  }

  private static void detectsRestart(Kind kind, boolean supported) {
    assertThat(supported).isTrue();
    TestBench bench = kind.bench();
    bench.armAndFollow();
    bench.board.reboot();
    bench.run(60);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().reason()).contains("restarted");
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  private static void detectsIgnoredCommands(Kind kind, boolean supported) {
    assertThat(supported).isTrue();
    TestBench bench = kind.bench();
    bench.run(50);
    bench.board.setRxDisabled(true);
    bench.arm();
    bench.run(180);
    assertThat(bench.phase().isDriving()).isFalse();
    // A board that only responds to requests becomes silent.
    assertThat(bench.permit.revocationReason())
        .containsAnyOf("does not drive", "link lost", "watchdog");
  }

  private static void measuresRoundTrip(Kind kind, boolean supported) {
    TestBench bench = kind.bench();
    bench.armAndFollow();
    bench.run(200);
    assertThat(bench.loop.roundTrip().percentiles().count() > 0).isEqualTo(supported);
  }
}
