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
import minitaur.hal.serial.BoardCodec;
import minitaur.hal.serial.BoardPromise;
import minitaur.hal.serial.GhostCodec;
import minitaur.hal.serial.GhostLegs;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.MoteusCodec;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.wire.BoardCommand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Capability matrix: every promise with every board is kept, replaced or refused. */
class BoardPromiseTest {
  /** Both sides of a kind of board. */
  enum Kind {
    LINK(MinitaurLinkCodec::new, LinkBoardProtocol::new),
    GHOST(
        () -> new GhostCodec(GhostLegs.Unit.RADIANS),
        () -> new GhostBoardProtocol(GhostLegs.Unit.RADIANS)),
    GHOST_METRES(
        () -> new GhostCodec(GhostLegs.Unit.METRES),
        () -> new GhostBoardProtocol(GhostLegs.Unit.METRES)),
    MOTEUS(() -> new MoteusCodec(50, 1, 3.5), () -> new MoteusBoardProtocol(50, 1));

    private final Supplier<BoardCodec> codec;
    private final Supplier<BoardProtocol> protocol;

    Kind(Supplier<BoardCodec> codec, Supplier<BoardProtocol> protocol) {
      this.codec = codec;
      this.protocol = protocol;
    }

    private Bench bench() {
      return bench(Bench.calibrated());
    }

    private Bench bench(SerialRobotSettings settings) {
      return new Bench(protocol.get(), codec.get(), settings);
    }
  }

  static List<Arguments> matrix() {
    return Arrays.stream(Kind.values())
        .flatMap(
            kind -> Stream.of(BoardPromise.values()).map(promise -> Arguments.of(kind, promise)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void isKeptReplacedOrRefused(Kind kind, BoardPromise promise) {
    boolean kept = kind.codec.get().traits().keeps(promise);
    switch (promise) {
      case POSITION_CONTROL -> followsTargets(kind, kept);
      case MOTOR_DISABLE -> switchesHotMotorsOff(kind, kept);
      case WATCHDOG -> endsMotionWithoutHost(kind, kept);
      case WINDING_TEMPERATURE -> reportsTemperatures(kind, kept);
      case CURRENT -> reportsTorques(kind, kept);
      case ATTITUDE -> reportsTilt(kind, kept);
      case RESTART_DETECTION -> detectsRestart(kind, kept);
      case ACKNOWLEDGEMENT -> detectsIgnoredCommands(kind, kept);
      case COMMAND_ECHO -> measuresRoundTrip(kind, kept);
    }
  }

  private static void followsTargets(Kind kind, boolean kept) {
    Bench bench = kind.bench();
    bench.follow();
    Arrays.fill(bench.command.targetAngleRad, 1.7);
    bench.run(600);
    assertThat(bench.board.mode())
        .isEqualTo(kept ? BoardCommand.Mode.POSITION : BoardCommand.Mode.DUTY);
    for (Motor motor : Motor.values()) {
      assertThat(bench.angle(motor)).isCloseTo(1.7, within(0.25));
    }
  }

  private static void switchesHotMotorsOff(Kind kind, boolean kept) {
    Bench cool = kind.bench();
    cool.follow();
    double hottest = Arrays.stream(cool.state.motorTemperatureCelsius).max().orElseThrow();
    // The motor that is hottest after the soft start passes this limit soon after.
    double limit = hottest + 0.15;
    MotorProtectionLimits low =
        MotorProtectionLimits.defaults()
            .with(new MotorProtectionLimits.Winding(limit, limit - 0.1));
    Bench bench = kind.bench(Bench.calibrated().withProtection(low));
    bench.follow();
    int waited = 0;
    while (!bench.loop.status().limitedBy().contains("winding") && waited < 5000) {
      bench.tick();
      waited++;
    }
    assertThat(bench.loop.status().limitedBy()).contains("winding", "off until");
    if (kept) {
      bench.run(10);
      assertThat(bench.phase()).isEqualTo(ArmPhase.FOLLOWING);
      assertThat(bench.board.offMotors()).isNotZero();
      assertThat(bench.board.isDriving()).isTrue();
    } else {
      bench.run(1200);
      assertThat(bench.board.isDriving()).isFalse();
      assertThat(bench.loop.status().reason()).contains("cannot switch off single motors");
      bench.arm();
      bench.run(50);
      assertThat(bench.board.isDriving()).isFalse();
      assertThat(bench.permit.revocation()).contains("winding");
    }
  }

  private static void endsMotionWithoutHost(Kind kind, boolean kept) {
    Bench bench = kind.bench();
    bench.follow();
    bench.board.advanceTo(bench.board.timeNanos() + 102 * Bench.MILLISECOND);
    if (kept) {
      assertThat(bench.board.mode()).isIn(BoardCommand.Mode.DAMPING, BoardCommand.Mode.OFF);
      bench.board.advanceTo(bench.board.timeNanos() + 600 * Bench.MILLISECOND);
      assertThat(bench.board.isDriving()).isFalse();
    } else {
      assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.POSITION);
      // Such a board is not opened without the process that watches its host.
      assertThatThrownBy(
              () ->
                  SerialRobot.open(
                      new SerialRobot.Connection(
                          new MemoryLine(),
                          0,
                          kind.codec.get(),
                          RobotCalibration.identity(),
                          Bench.calibrated()),
                      () -> {
                        throw new IOException("no guard process");
                      },
                      new SystemClock(),
                      failure -> {}))
          .isInstanceOf(IOException.class)
          .hasMessage("no guard process");
    }
  }

  private static void reportsTemperatures(Kind kind, boolean kept) {
    Bench bench = kind.bench();
    bench.follow();
    for (Motor motor : Motor.values()) {
      // Standing heats the motors by less than a degree; where they are measured, by the degree.
      assertThat(bench.state.motorTemperatureCelsius[motor.ordinal()])
          .isBetween(kept ? 21.0 : 22.05, 25.0);
    }
  }

  private static void reportsTorques(Kind kind, boolean kept) {
    assertThat(kept).isTrue();
    Bench bench = kind.bench();
    bench.follow();
    for (double torque : bench.state.motorTorqueNm) {
      assertThat(Math.abs(torque)).isBetween(0.05, 2.0);
    }
  }

  private static void reportsTilt(Kind kind, boolean kept) {
    Bench bench = kind.bench();
    bench.run(50);
    assertThat(Double.isFinite(bench.state.rollRad)).isEqualTo(kept);
    assertThat(Double.isFinite(bench.state.pitchRad)).isEqualTo(kept);
    if (kind == Kind.LINK) {
      // Its IMU can fail alone: then the promise is broken, and torque is refused.
      bench.board.setInertialSilent(true);
      bench.run(100);
      bench.arm();
      bench.run(10);
      assertThat(bench.permit.revocation()).contains("IMU");
      assertThat(bench.board.isDriving()).isFalse();
    }
  }

  private static void detectsRestart(Kind kind, boolean kept) {
    assertThat(kept).isTrue();
    Bench bench = kind.bench();
    bench.follow();
    bench.board.reboot();
    bench.run(60);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().reason()).contains("restarted");
    assertThat(bench.board.isDriving()).isFalse();
  }

  private static void detectsIgnoredCommands(Kind kind, boolean kept) {
    assertThat(kept).isTrue();
    Bench bench = kind.bench();
    bench.run(50);
    bench.board.setDeaf(true);
    bench.arm();
    bench.run(180);
    assertThat(bench.phase().isDriving()).isFalse();
    // A board that only answers shows it by its silence.
    assertThat(bench.permit.revocation()).containsAnyOf("does not drive", "link lost", "watchdog");
  }

  private static void measuresRoundTrip(Kind kind, boolean kept) {
    Bench bench = kind.bench();
    bench.follow();
    bench.run(200);
    assertThat(bench.loop.roundTrip().percentiles().count() > 0).isEqualTo(kept);
  }
}
