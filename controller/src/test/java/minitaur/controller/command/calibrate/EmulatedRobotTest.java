package minitaur.controller.command.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.MotorZero;
import minitaur.controller.command.Main;
import minitaur.controller.command.TestProgram;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.console.PageChoice;
import minitaur.controller.robot.EmulatedLab;
import minitaur.controller.robot.RandomizedRobot;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.RobotSessionFactory;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.controller.run.ExitCode;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.verify.doctor.Doctor;
import minitaur.controller.verify.doctor.DoctorReport;
import minitaur.hal.ArmPermit;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.wire.BoardCommand;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.HandlingCommand;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs procedures with manual motions on an emulated board on a serial port, in real time. */
@Tag("timing")
class EmulatedRobotTest {
  private static final long SEED = 5;
  private static final long TIMEOUT_NANOS = 60_000_000_000L;

  private static final List<String> POSES =
      List.of(
          "hang",
          "fold front-left",
          "fold back-left",
          "fold front-right",
          "fold back-right",
          "forward",
          "hang");

  @TempDir private Path directory;

  private final SystemClock clock = new SystemClock();
  private final StringWriter output = new StringWriter();
  private final AtomicReference<BoardCommand.Mode> mode =
      new AtomicReference<>(BoardCommand.Mode.OFF);

  /** Performs the next command of a script whenever the program reads input, and then confirms. */
  private static final class ScriptedInput extends InputStream {
    private final EmulatedLab lab;
    private final Iterator<String> script;
    private byte[] answer = new byte[0];
    private int position;

    ScriptedInput(EmulatedLab lab, List<String> script) {
      this.lab = lab;
      this.script = script.iterator();
    }

    @Override
    public int read() {
      if (position == answer.length) {
        if (!script.hasNext()) {
          return -1;
        }
        lab.operator().submit(HandlingCommand.parse(script.next())).join();
        answer = "yes\n".getBytes(StandardCharsets.US_ASCII);
        position = 0;
      }
      return answer[position++];
    }

    /** Returns one answer per read, because the next command must wait for the next request. */
    @Override
    public int read(byte[] buffer, int offset, int length) {
      int first = read();
      if (first < 0) {
        return -1;
      }
      buffer[offset] = (byte) first;
      int count = 1;
      while (position < answer.length && count < length) {
        buffer[offset + count++] = answer[position++];
      }
      return count;
    }

    @Override
    public int available() {
      return answer.length - position;
    }
  }

  @Test
  void robotStandsAfterMotorCalibration() throws Exception {
    RandomizedRobot randomized = RandomizedRobot.behindBoard(SEED, profile -> profile);
    try (EmulatedLab lab = openLab(randomized.robot())) {
      TestProgram program = new TestProgram(new ScriptedInput(lab, POSES));
      String[] arguments =
          Stream.concat(
                  Stream.of("calibrate", "motors", "--file=" + file(), "--no-console"),
                  settings(lab).map(setting -> "--set=" + setting))
              .toArray(String[]::new);
      assertThat(program.run(arguments)).as(program.out() + program.err()).isZero();
      Calibration groundTruth = randomized.groundTruth("minitaur", "");
      Calibration calibration = CalibrationFile.read(file(), "minitaur", warning -> {});
      for (Motor motor : Motor.values()) {
        MotorZero zero = calibration.motors().of(motor);
        assertThat(zero.sign()).as(motor.name()).isEqualTo(groundTruth.motors().of(motor).sign());
        assertThat(zero.zeroRad())
            .as(motor.name())
            .isCloseTo(groundTruth.motors().of(motor).zeroRad(), within(0.01));
      }
      CalibrationFile.write(file(), calibration.with(groundTruth.imu()));
      assertStands(lab);
    }
  }

  private void assertStands(EmulatedLab lab) throws IOException {
    lab.operator().submit(HandlingCommand.parse("start")).join();
    try (RobotSession session =
        RobotSessionFactory.open(config(lab).hardware(), config(lab).task(), 0, true, null)) {
      AtomicReference<ArmPermit> permit = new AtomicReference<>(session.issuePermit());
      waitFor(
          "standing",
          () -> {
            if (permit.get().endReason() != null) {
              // The link was lost on a busy machine: the operator confirms again.
              permit.set(session.issuePermit());
            }
            session.arm(permit.get());
            return session.isArmed() && mode.get() == BoardCommand.Mode.DUTY;
          });
      RobotState state = new RobotState();
      session.robot().read(state);
      double standing = TaskSettings.sustainable().actionMap().extensionMid();
      for (double angle : state.motorAngleRad) {
        assertThat(angle).isCloseTo(standing, within(0.25));
      }
      assertThat(state.rollRad).isCloseTo(0, within(0.05));
      assertThat(state.pitchRad).isCloseTo(0, within(0.1));
      MotorCommand command = new MotorCommand();
      command.mode = MotorCommand.Mode.OFF;
      session.robot().write(command);
      session.disarm();
    }
  }

  @Test
  void signalStopsMovingRobot() throws Exception {
    RandomizedRobot randomized = RandomizedRobot.behindBoard(SEED, profile -> profile);
    Path script = Files.writeString(directory.resolve("script"), "yes all\n");
    Path log = directory.resolve("log");
    try (EmulatedLab lab = openLab(randomized.robot())) {
      CalibrationFile.write(file(), randomized.groundTruth("minitaur", "test"));
      lab.operator().submit(HandlingCommand.parse("stand")).join();
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "calibrate",
                  "identify",
                  "--script=" + script,
                  "--file=" + file(),
                  "--no-console"));
      settings(lab).forEach(setting -> command.add("--set=" + setting));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        waitFor("motion", () -> mode.get() == BoardCommand.Mode.DUTY || !process.isAlive());
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(Files.readString(log)).contains("stopped the robot", "is unchanged");
      assertThat(process.exitValue()).isEqualTo(ExitCode.STOPPED.number());
      waitFor("motors off", () -> mode.get() == BoardCommand.Mode.OFF);
    }
  }

  @Test
  void doctorEvaluatesEachManualMotion() throws Exception {
    SimulatedRobot robot =
        new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.realistic()), SEED);
    try (EmulatedLab lab = openLab(robot)) {
      lab.operator().submit(HandlingCommand.parse("start")).join();
      List<String> commands = new ArrayList<>();
      Stream.of(
              "FRONT_LEFT_L FRONT_LEFT_R BACK_LEFT_L BACK_LEFT_R FRONT_RIGHT_R FRONT_RIGHT_L"
                  .split(" "))
          .forEach(motor -> commands.add("bend " + motor + " 0.3"));
      // Its connectors are swapped: another motor moves.
      commands.addAll(List.of("bend BACK_RIGHT_L 0.5", "bend BACK_RIGHT_L -0.4"));
      commands.addAll(List.of("tilt nose-down", "level", "tilt left-up"));
      DoctorReport report =
          new Doctor(
                  lab.port().toString(),
                  Board.MINITAUR_LINK,
                  0,
                  RobotCalibration.identity(),
                  new SystemClock())
              .check(
                  /* seconds= */ 0.6,
                  new Doctor.Guidance(
                      PageChoice.of(ConsoleSettings.defaults(), null, true, false),
                      new StringReader(""),
                      new PrintWriter(new MotionPerformer(lab, commands))));
      assertThat(report.problems()).isNotEmpty();
      report.print(new PrintWriter(output, true));
      assertThat(output.toString())
          .contains("BACK_RIGHT_L moved instead of BACK_RIGHT_R", "BACK_RIGHT_L decreased")
          .containsPattern("computer +tick jitter")
          .contains("board       minitaur-link \"emulated board\": ")
          .containsPattern("\\n +(no )?real-time priority")
          .containsPattern("\\n +(C-states disabled|CPU idle states)")
          .doesNotContain("pitch moved", "did not move", "did not return");
      assertThat(output.toString().split("passed" + System.lineSeparator(), -1)).hasSize(10);
    }
  }

  /** Performs the next motion whenever the printed text requests one. */
  private final class MotionPerformer extends Writer {
    private final EmulatedLab lab;
    private final Iterator<String> commands;

    MotionPerformer(EmulatedLab lab, List<String> commands) {
      this.lab = lab;
      this.commands = commands.iterator();
    }

    @Override
    public void write(char[] text, int offset, int length) {
      output.write(text, offset, length);
    }

    @Override
    public void flush() {
      if (output.toString().endsWith("... ") && commands.hasNext()) {
        CompletableFuture<?> unused = lab.operator().submit(HandlingCommand.parse(commands.next()));
      }
    }

    @Override
    public void close() {}
  }

  private EmulatedLab openLab(SimulatedRobot robot) {
    try {
      return new EmulatedLab(
          Board.MINITAUR_LINK, robot, 1000, board -> mode.set(board.mode()), clock);
    } catch (IOException e) {
      return abort("no pseudo-terminal here: " + e.getMessage());
    }
  }

  private ControllerConfig config(EmulatedLab lab) {
    return ControllerConfig.read(
        settings(lab).map(setting -> ConfigOverride.parse("test", setting)).toList());
  }

  private Stream<String> settings(EmulatedLab lab) {
    return Stream.of(
        "robot.hal=serial",
        "run.mode=asynchronous",
        "robot.port=" + lab.port(),
        "robot.calibration=" + file(),
        "mocap.source=vrpn",
        "mocap.host=127.0.0.1",
        "mocap.port=" + lab.mocapPort(),
        "mocap.body=" + EmulatedLab.BODY);
  }

  private Path file() {
    return directory.resolve("calibration.yaml");
  }

  private void waitFor(String description, BooleanSupplier condition) {
    long deadline = clock.nanos() + TIMEOUT_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(clock.nanos()).as(description).isLessThan(deadline);
      clock.waitUntil(clock.nanos() + 5_000_000);
    }
  }
}
