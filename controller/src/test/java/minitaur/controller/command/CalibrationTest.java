package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.MocapAlignment;
import minitaur.calibration.identify.IdentifyProcedure;
import minitaur.calibration.imu.ImuProcedure;
import minitaur.calibration.motors.MotorFindings;
import minitaur.calibration.motors.MotorProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.PlainPrompts;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.command.CalibrateRequest.Subject;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.robot.MeasuredProfile;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.verify.CalibrationBenchmark;
import minitaur.controller.verify.SimulatedOperator;
import minitaur.controller.verify.UnknownRobot;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.motor.CalibratedRobot;
import minitaur.sim.HandMotion;
import minitaur.sim.SimulatedClock;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The procedures on simulated robots whose truth they do not see. */
class CalibrationTest {
  private static final long SEED = 4;

  @TempDir private Path directory;

  private final StringWriter shown = new StringWriter();

  @Test
  void threeRobotsAreFoundAsTheyAre() throws Exception {
    List<CalibrationBenchmark.Figure> figures = new CalibrationBenchmark(3).run(robot -> {});
    assertThat(figures).hasSizeGreaterThan(15);
    assertThat(figures).allMatch(CalibrationBenchmark.Figure::isMet);
  }

  @Test
  void fileIsMadePieceByPieceAndTheSimulationBecomesTheRobot() throws Exception {
    assertThat(calibrate(Subject.MOTORS)).isEqualTo(ExitCode.OK);
    assertThat(shown.toString()).contains("1/7", "Fold the back-right leg", "Mirrored");
    assertThat(calibrate(Subject.IMU)).isEqualTo(ExitCode.OK);
    assertThat(calibrate(Subject.MOCAP)).isEqualTo(ExitCode.OK);
    assertThatThrownBy(() -> new SimulatedSession(config("measured"), 1, false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not identified");
    assertThat(calibrate(Subject.IDENTIFY)).isEqualTo(ExitCode.OK);

    Calibration found = CalibrationFile.read(file(), "minitaur");
    UnknownRobot truth = UnknownRobot.of(SEED);
    SimulationProfile measured = MeasuredProfile.profile(found.identification());
    double[] ratio = truth.profile().drives().torqueRatio();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      assertThat(measured.drives().torqueRatio()[motor]).isCloseTo(ratio[motor], within(0.02));
    }
    assertThat(measured.commandLatencySeconds().low())
        .isCloseTo(truth.profile().commandLatencySeconds().low(), within(0.0005));
    new SimulatedSession(config("measured"), 1, false).close();
    checkAlignment(found.mocap());

    calibrate(Subject.SHOW);
    assertThat(shown.toString()).contains("identification.motors.BACK_RIGHT_R.coulombNm", "+/-");
    shown.getBuffer().setLength(0);
    Path other = directory.resolve("calibration.yaml.1");
    run(request(Subject.COMPARE, other));
    assertThat(shown.toString())
        .contains("motors.motors.FRONT_LEFT_L.zeroRad")
        .doesNotContain("differs");
  }

  private static void checkAlignment(MocapAlignment found) {
    MarkerBody truth = new MarkerBody(UnknownRobot.of(SEED).robot().poses(), SEED);
    double[] trunk = truth.trunkInBody();
    assertThat(Math.IEEEremainder(found.laneDirectionRad() - truth.laneDirection(), 2 * Math.PI))
        .isCloseTo(0, within(0.01));
    assertThat(found.trunkXMetres()).isCloseTo(trunk[0], within(0.005));
    assertThat(found.trunkYMetres()).isCloseTo(trunk[1], within(0.005));
    assertThat(found.trunkZMetres()).isCloseTo(trunk[2], within(0.005));
    assertThat(found.trunkYawRad()).isCloseTo(truth.trunkYaw(), within(0.01));
    assertThat(found.trunkRollRad()).isCloseTo(0, within(0.005));
  }

  @Test
  void exchangedConnectorsAreNamedAndNotWritten() throws Exception {
    UnknownRobot right = UnknownRobot.of(SEED);
    UnknownRobot unknown =
        UnknownRobot.of(
            right.profile(),
            right.peculiarities().withExchanged(Motor.FRONT_LEFT_R, Motor.BACK_RIGHT_L),
            SEED);
    Clock clock = new SimulatedClock(unknown.robot());
    MotorFindings findings =
        new MotorProcedure(RobotGeometry.nominal())
            .run(unknown.robot(), clock, operator(unknown, clock, "yes all"));
    assertThat(findings.misplaced())
        .containsExactlyInAnyOrder(Motor.FRONT_LEFT_R, Motor.BACK_RIGHT_L);
    assertThatThrownBy(() -> findings.calibration("", ""))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("FRONT_LEFT_R is plugged in where BACK_RIGHT_L belongs")
        .hasMessageContaining("BACK_RIGHT_L is plugged in where FRONT_LEFT_R belongs");
  }

  /** A hand that lets the robot turn slowly while the operator says that it is still. */
  @Test
  void movingRobotIsRefused() {
    UnknownRobot unknown = UnknownRobot.of(SEED);
    Clock clock = new SimulatedClock(unknown.robot());
    List<String> refusals = new ArrayList<>();
    Prompts restless =
        new Prompts() {
          @Override
          public void confirm(Instruction instruction) throws CancelledException {
            if (instruction.refusal() != null) {
              refusals.add(instruction.refusal());
              throw new CancelledException("enough");
            }
            unknown
                .robot()
                .grasp(
                    new HandMotion(
                        unknown.robot().truth(),
                        unknown.robot().timeNanos(),
                        10,
                        new double[] {0, 0, 1},
                        0.3,
                        0,
                        0,
                        unknown.robot().truth().motorAngle));
            clock.waitUntil(clock.nanos() + 2_000_000_000L);
          }

          @Override
          public void progress(String what, double part) {}

          @Override
          public void tell(String line) {}

          @Override
          public void requireGoingOn() {}
        };
    assertThatThrownBy(
            () ->
                new ImuProcedure(unknown.robot(), clock, restless)
                    .run(ImuProcedure.Poses.QUICK, ""))
        .isInstanceOf(CancelledException.class);
    assertThat(refusals).singleElement().asString().contains("moves");
  }

  @Test
  void cancellingLeavesTheFileAsItWas() throws Exception {
    calibrate(Subject.MOTORS);
    String before = Files.readString(file());
    Files.writeString(script(), "yes 1\nno\n");
    assertThat(run(request(Subject.MOTORS, null))).isEqualTo(ExitCode.STOPPED);
    assertThat(shown.toString()).contains("instruction 2 was answered with 'no'");
    assertThat(Files.readString(file())).isEqualTo(before);
    assertThatThrownBy(() -> run(request(Subject.IDENTIFY, null, "robot.name=another")))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("'minitaur'")
        .hasMessageContaining("'another'");
  }

  @Test
  void legsThatCannotMoveStopTheIdentification() throws Exception {
    calibrate(Subject.MOTORS);
    calibrate(Subject.IMU);
    Calibration known = CalibrationFile.read(file());
    UnknownRobot unknown = UnknownRobot.of(SEED);
    Clock clock = new SimulatedClock(unknown.robot());
    // Hands that never let go.
    unknown
        .robot()
        .grasp(
            new HandMotion(
                unknown.robot().truth(),
                0,
                1,
                new double[] {0, 0, 1},
                0,
                0,
                0,
                unknown.robot().truth().motorAngle));
    Prompts voice = PlainPrompts.script(new StringReader("yes all"), new PrintWriter(shown));
    assertThatThrownBy(
            () ->
                new IdentifyProcedure(
                        new CalibratedRobot(unknown.robot(), known.joints(), known.inertial()),
                        clock,
                        voice,
                        RobotGeometry.nominal())
                    .run(""))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("stopped: ")
        .hasMessageContaining("is the leg free");
  }

  private Prompts operator(UnknownRobot unknown, Clock clock, String answers) {
    return new SimulatedOperator(
        PlainPrompts.script(new StringReader(answers), new PrintWriter(shown)),
        unknown.robot(),
        clock,
        SEED);
  }

  private ExitCode calibrate(Subject subject) throws Exception {
    Files.writeString(script(), "yes all\n");
    return run(request(subject, null));
  }

  private ExitCode run(CalibrateRequest request) throws Exception {
    return new CalibrateJob(new StringReader(""), new PrintWriter(shown)).run(request);
  }

  private CalibrateRequest request(Subject subject, Path other, String... settings) {
    return new CalibrateRequest(
        config("realistic", settings),
        subject,
        file(),
        other,
        script(),
        false,
        SEED,
        PageChoice.NONE,
        "2026-03-01");
  }

  private ControllerConfig config(String profile, String... settings) {
    List<ConfigOverride> overrides = new ArrayList<>();
    overrides.add(new ConfigOverride("test", "sim.profile", profile));
    overrides.add(new ConfigOverride("test", "robot.calibration", file().toString()));
    for (String setting : settings) {
      overrides.add(ConfigOverride.parse("test", setting));
    }
    return ConfigReader.read(overrides);
  }

  private Path file() {
    return directory.resolve("calibration.yaml");
  }

  private Path script() {
    return directory.resolve("answers.txt");
  }
}
