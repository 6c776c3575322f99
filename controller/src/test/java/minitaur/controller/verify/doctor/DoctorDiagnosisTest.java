package minitaur.controller.verify.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.robot.BoardCodecs;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.loop.CpuLatencyRequest;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.loop.LatencyHistogram.Percentiles;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.BoardLoop;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.serial.SerialStatus;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.BoardProtocol;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.InMemorySerialLine;
import minitaur.sim.board.MoteusBoardProtocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("timing")
class DoctorDiagnosisTest {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Percentiles FAST = timing(0.1);

  @TempDir private Path directory;

  // The readings.

  @Test
  void reportsNoProblemOnlyForAStandingRobot() {
    RobotState state = standing();
    assertThat(problems(state)).isEmpty();
    state.motorAngleRad[Motor.BACK_LEFT_R.ordinal()] = 3.6;
    assertThat(problems(state)).hasSize(1);
    assertThat(problems(state).get(0)).contains("implausible leg angles").contains("back-left");
    state.pitchRad = -0.6;
    assertThat(problems(state).get(1)).contains("tilted").contains("-34 degrees");
    state.rollRad = Double.NaN;
    assertThat(problems(state)).anyMatch(problem -> problem.contains("no IMU"));
  }

  @Test
  void reportsEncoderJumpOfOneTurn() {
    DoctorReadings readings = new DoctorReadings();
    RobotState state = standing();
    readings.add(state);
    state.motorAngleRad[Motor.BACK_LEFT_R.ordinal()] += 2 * Math.PI;
    readings.add(state);
    assertThat(DoctorDiagnosis.problems(readings, healthy(), line(Board.MINITAUR_LINK)))
        .anyMatch(problem -> problem.startsWith("BACK_LEFT_R: the encoder jumped by one turn"))
        .noneMatch(problem -> problem.contains("cable"));
  }

  @Test
  void reportsReadingsThatAreMissingNowAndThen() {
    DoctorReadings readings = new DoctorReadings();
    for (int i = 0; i < 100; i++) {
      RobotState state = standing();
      if (i % 20 == 3) {
        state.motorAngleRad[Motor.FRONT_LEFT_L.ordinal()] = Double.NaN;
      }
      if (i % 10 == 3) {
        state.pitchRad = Double.NaN;
      }
      readings.add(state);
    }
    assertThat(DoctorDiagnosis.problems(readings, healthy(), line(Board.MINITAUR_LINK)))
        .containsExactly(
            "FRONT_LEFT_L: 5.0 % of the encoder readings are missing: check its cable",
            "10.0 % of the IMU's readings are missing: check its cable");
  }

  // The line.

  @Test
  void reportsLinkThatWasLostForAShortTime() {
    DoctorReadings readings = new DoctorReadings();
    for (int i = 0; i < 100; i++) {
      RobotState state = standing();
      state.connected = i >= 20 && i != 50;
      readings.add(state);
    }
    assertThat(DoctorDiagnosis.problems(readings, healthy(), line(Board.MINITAUR_LINK)))
        .containsExactly(
            "the link was lost for 1.3 % of the time: check the cable and the board's power"
                + " supply");
  }

  @Test
  void reportsJitterAboveLoopPeriod() {
    assertThat(line(timing(0.9), FAST, 1000, null).problems()).isEmpty();
    assertThat(line(timing(1.2), FAST, 1000, null).problems())
        .singleElement()
        .asString()
        .contains("tick jitter p99 is 1.2", "1.00 ms", "real-time priority");
  }

  @Test
  void reportsSkippedTicks() {
    // A stall of one second: its tick is one of many, so the percentiles hardly change.
    LatencyHistogram jitter = new LatencyHistogram();
    for (int tick = 0; tick < 2999; tick++) {
      jitter.record(20_000);
    }
    jitter.record(1000 * NANOS_PER_MILLI);
    assertThat(line(jitter.percentiles(), 3).problems()).isEmpty();
    assertThat(line(jitter.percentiles(), 999).problems())
        .singleElement()
        .asString()
        .contains("999 ticks (24.98 %) were skipped", "0.1 %", "real-time priority");
  }

  private static LineMeasurement line(Percentiles jitter, long missedTicks) {
    return new LineMeasurement(
        BoardCodecs.hostCodec(Board.MINITAUR_LINK).traits(),
        NANOS_PER_MILLI,
        jitter,
        missedTicks,
        FAST,
        1000,
        /* timer= */ null);
  }

  @Test
  void reportsSlowRoundTripAndFtdiLatencyTimer() throws IOException {
    Path port = Files.createFile(directory.resolve("ttyUSB0"));
    Path link = Files.createSymbolicLink(directory.resolve("by-id"), port);
    Path device = Files.createDirectories(directory.resolve("sys/ttyUSB0/device"));
    Path file = Files.writeString(device.resolve("latency_timer"), "16\n");
    LatencyTimer timer = LatencyTimer.of(link, directory.resolve("sys"));
    assertThat(timer).isEqualTo(new LatencyTimer(file, 16));
    assertThat(line(FAST, timing(18), 1000, timer).problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("round trip p50 is 18.0 ms"))
        .anyMatch(
            problem ->
                problem.contains("for 16 ms: echo 1 | sudo tee " + file)
                    && problem.contains("ATTR{latency_timer}=\"1\""));

    Files.writeString(file, "1\n");
    LatencyTimer fast = LatencyTimer.of(link, directory.resolve("sys"));
    assertThat(line(FAST, timing(2), 1000, fast).problems()).isEmpty();
    assertThat(LatencyTimer.of(Path.of("/dev/null"), directory.resolve("sys"))).isNull();
  }

  @Test
  void reportsTooFewStates() {
    assertThat(line(FAST, FAST, 700, null).problems())
        .singleElement()
        .asString()
        .contains("700 states per second, at least 800 are required");
  }

  @ParameterizedTest
  @EnumSource(Board.class)
  void printsMissingBoardFunctions(Board board) {
    DoctorReadings readings = new DoctorReadings();
    readings.add(standing());
    StringWriter text = new StringWriter();
    new DoctorReport(
            "/dev/ttyX",
            readings,
            healthy(),
            line(board),
            new DoctorReport.Computer(
                new RealTimeThread.Grant(false, false, "not granted"), CpuLatencyRequest.request()),
            List.of())
        .print(new PrintWriter(text, true));
    assertThat(text.toString()).contains("board       ", "no problems found");
    switch (board) {
      case MINITAUR_LINK -> assertThat(text.toString()).contains("no position control: ");
      case GHOST, GHOST_METRES ->
          assertThat(text.toString()).contains("no watchdog: a guard process", "no motor disable");
      case MOTEUS -> assertThat(text.toString()).contains("no attitude: tilt is unknown");
    }
  }

  // Emulated boards.

  @ParameterizedTest
  @EnumSource(Board.class)
  void emulatedBoardHasNoProblems(Board board) {
    Line line = new Line(board, BoardCodecs.boardProtocol(board));
    assertThat(line.problems())
        .allMatch(problem -> board == Board.MOTEUS && problem.startsWith("no IMU"));
  }

  @Test
  void reportsTheFaultOfAController() {
    MoteusBoardProtocol protocol = (MoteusBoardProtocol) BoardCodecs.boardProtocol(Board.MOTEUS);
    protocol.setFault(Motor.BACK_LEFT_L, 38);
    assertThat(new Line(Board.MOTEUS, protocol).problems())
        .anyMatch(
            problem -> problem.contains("BACK_LEFT_L") && problem.contains("reports fault 38"));
  }

  @Test
  void reportsAnAdapterThatOnlyAcceptsCommands() {
    MoteusBoardProtocol protocol = (MoteusBoardProtocol) BoardCodecs.boardProtocol(Board.MOTEUS);
    for (Motor motor : Motor.values()) {
      protocol.setUnresponsive(motor);
    }
    Line line = new Line(Board.MOTEUS, protocol);
    for (int i = 0; i < 20; i++) {
      line.send("OK\r\n");
      line.run(100);
    }
    assertThat(line.problems())
        .singleElement()
        .asString()
        .contains("the fdcanusb accepts commands, but no controller replies");
  }

  @Test
  void reportsCommandsThatAreNeverAcknowledged() {
    Line line = new Line(Board.MINITAUR_LINK, BoardCodecs.boardProtocol(Board.MINITAUR_LINK));
    line.board.setRxDisabled(true);
    assertThat(line.problems())
        .singleElement()
        .asString()
        .contains("no command was acknowledged", "transmit wire");
  }

  @Test
  void reportsAnEncoderThatIsOffByOneTurn() {
    Line line = new Line(Board.MINITAUR_LINK, BoardCodecs.boardProtocol(Board.MINITAUR_LINK));
    line.board.offsetEncoder(Motor.FRONT_RIGHT_L, 2 * Math.PI);
    assertThat(line.problems())
        .singleElement()
        .asString()
        .contains("FRONT_RIGHT_L is off by one turn")
        .doesNotContain("cable");
  }

  @Test
  void reportsMotorsDrivenWhileDisabled() {
    BoardProtocol stuck = new AlwaysDrivenBoard(BoardCodecs.boardProtocol(Board.MINITAUR_LINK));
    assertThat(new Line(Board.MINITAUR_LINK, stuck).problems())
        .singleElement()
        .asString()
        .contains("driven motors although it is commanded to switch them off");
  }

  @Test
  void reportsMoteusConfigurationMismatches() throws SerialLinkException {
    MoteusBoardProtocol protocol = (MoteusBoardProtocol) BoardCodecs.boardProtocol(Board.MOTEUS);
    assertThat(new Line(Board.MOTEUS, protocol).configurationProblems()).isEmpty();

    protocol.configure("servopos.position_min", "-0.010000");
    protocol.configure("servopos.position_max", "0.010000");
    protocol.configure("servo.timeout_mode", "10");
    protocol.configure("servo.pid_position.kp", "4.000000");
    protocol.configure("servo.pid_position.kd", "0.050000");
    assertThat(new Line(Board.MOTEUS, protocol).configurationProblems())
        .hasSize(5 * Motor.COUNT)
        .anyMatch(
            problem ->
                problem.contains("servopos.position_min of FRONT_LEFT_L (controller 1) is -0.01")
                    && problem.contains("conf set servopos.position_min nan"))
        .anyMatch(problem -> problem.contains("servo.timeout_mode of BACK_RIGHT_R"))
        .anyMatch(problem -> problem.contains("conf set servo.pid_position.kp 50"));

    protocol.setUnresponsive(Motor.FRONT_LEFT_R);
    assertThat(new Line(Board.MOTEUS, protocol).configurationProblems())
        .anyMatch(problem -> problem.contains("FRONT_LEFT_R (number 2) does not report"));
  }

  private static RobotState standing() {
    RobotState state = new RobotState();
    Arrays.fill(state.motorAngleRad, 2);
    Arrays.fill(state.motorTemperatureCelsius, 25);
    state.batteryVoltage = 16;
    state.connected = true;
    return state;
  }

  private static List<String> problems(RobotState state) {
    DoctorReadings readings = new DoctorReadings();
    readings.add(state);
    readings.add(state);
    return DoctorDiagnosis.problems(readings, healthy(), line(Board.MINITAUR_LINK));
  }

  private static SerialStatus healthy() {
    return new SerialStatus(
        ArmPhase.IDLE, "", "", "", "", "", new SerialStatus.Counts(100, 0, 0, 1, 0));
  }

  private static LineMeasurement line(Board board) {
    return new LineMeasurement(
        BoardCodecs.hostCodec(board).traits(),
        NANOS_PER_MILLI,
        FAST,
        /* missedTicks= */ 0,
        FAST,
        1000,
        /* timer= */ null);
  }

  private static LineMeasurement line(
      Percentiles jitter, Percentiles roundTrip, double states, @Nullable LatencyTimer timer) {
    return new LineMeasurement(
        BoardCodecs.hostCodec(Board.MINITAUR_LINK).traits(),
        NANOS_PER_MILLI,
        jitter,
        /* missedTicks= */ 0,
        roundTrip,
        states,
        timer);
  }

  private static Percentiles timing(double millis) {
    LatencyHistogram timing = new LatencyHistogram();
    timing.record((long) (millis * NANOS_PER_MILLI));
    return timing.percentiles();
  }

  /** A host and an emulated board on one line and one simulated clock. */
  private static final class Line implements Clock {
    private static final int SETTLING_MILLIS = 2000;

    final EmulatedBoard board;
    private final InMemorySerialLine memory = new InMemorySerialLine();
    private final Board kind;
    private final BoardLoop loop;
    private final RobotState state = new RobotState();
    private final DoctorReadings readings = new DoctorReadings();
    private boolean reading;
    private long now;

    Line(Board kind, BoardProtocol protocol) {
      this.kind = kind;
      board =
          new EmulatedBoard(
              new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 1),
              protocol,
              memory.board(),
              1);
      loop =
          new BoardLoop(
              new SerialRobot.Connection(
                  memory,
                  0,
                  BoardCodecs.hostCodec(kind),
                  RobotCalibration.identity(),
                  SerialRobotSettings.defaults()));
    }

    /** Problems of the robot, which lies with folded legs because its motors are off. */
    List<String> problems() {
      run(SETTLING_MILLIS);
      reading = true;
      run(200);
      return DoctorDiagnosis.problems(
              readings,
              loop.status(),
              new LineMeasurement(
                  BoardCodecs.hostCodec(kind).traits(),
                  NANOS_PER_MILLI,
                  FAST,
                  /* missedTicks= */ 0,
                  loop.roundTrip().percentiles(),
                  1000,
                  /* timer= */ null))
          .stream()
          .filter(problem -> !problem.startsWith("implausible leg angles"))
          .toList();
    }

    List<String> configurationProblems() throws SerialLinkException {
      return BoardCodecs.configurationProblems(kind, memory, 0, this);
    }

    /** Sends text to the host, like an adapter. */
    void send(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      try {
        memory.board().write(bytes, bytes.length);
      } catch (SerialLinkException e) {
        throw new IllegalStateException(e);
      }
    }

    void run(int millis) {
      for (int i = 0; i < millis; i++) {
        advance();
        loop.tick(now);
        loop.read(state);
        if (reading) {
          readings.add(state);
        }
      }
    }

    private void advance() {
      now += NANOS_PER_MILLI;
      board.advanceTo(now);
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void waitUntil(long timeNanos) {
      while (now < timeNanos) {
        advance();
      }
    }
  }

  /** A board that always reports driven motors. */
  private record AlwaysDrivenBoard(BoardProtocol board) implements BoardProtocol {
    @Override
    public long statePeriodNanos() {
      return board.statePeriodNanos();
    }

    @Override
    public int defaultWatchdogMillis() {
      return board.defaultWatchdogMillis();
    }

    @Override
    public boolean usesBootIds() {
      return board.usesBootIds();
    }

    @Override
    public void reset() {
      board.reset();
    }

    @Override
    public boolean accept(byte value, BoardCommand command) {
      return board.accept(value, command);
    }

    @Override
    public int commandSequence() {
      return board.commandSequence();
    }

    @Override
    public int encode(BoardSample sample, byte[] out) {
      sample.driving = true;
      return board.encode(sample, out);
    }
  }
}
