package minitaur.controller.command.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.MocapAlignment;
import minitaur.controller.command.TestProgram;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.console.PageChoice;
import minitaur.controller.console.ProcedureSession;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.robot.MeasuredProfile;
import minitaur.controller.robot.RandomizedMarkerBody;
import minitaur.controller.robot.RandomizedRobot;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.ExitCode;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.Motor;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calibrates a randomized robot through the command line. */
class CalibrateCommandTest {
  private static final long SEED = 4;

  @TempDir private Path directory;
  private final TestProgram program = new TestProgram();

  @Test
  void calibratesStepByStepForMeasuredProfile() throws Exception {
    assertThat(calibrate("motors")).as(program.err()).isZero();
    assertThat(program.out()).contains("1/7", "the back-right leg", "count down");
    assertThat(calibrate("imu")).as(program.err()).isZero();
    assertThat(calibrate("mocap")).as(program.err()).isZero();
    assertThatThrownBy(
            () ->
                new SimulatedSession(
                    measuredConfig().hardware(), measuredConfig().task(), 1, false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not identified");
    assertThat(calibrate("identify")).as(program.err()).isZero();

    Calibration calibration = CalibrationFile.read(file(), "minitaur", warning -> {});
    RandomizedRobot groundTruth = RandomizedRobot.of(SEED);
    SimulationProfile measured = MeasuredProfile.of(calibration.identification());
    double[] ratio = groundTruth.profile().drives().torqueRatio();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      assertThat(measured.drives().torqueRatio()[motor]).isCloseTo(ratio[motor], within(0.02));
    }
    assertThat(measured.latency().commandSeconds().low())
        .isCloseTo(groundTruth.profile().latency().commandSeconds().low(), within(0.0005));
    new SimulatedSession(measuredConfig().hardware(), measuredConfig().task(), 1, false).close();
    assertMatchesGroundTruth(calibration.mocap());

    program.clear();
    assertThat(program.run("calibrate", "show", "--file", file().toString())).isZero();
    assertThat(program.out()).contains("identification.motors.BACK_RIGHT_R.coulombNm", "+/-");
    program.clear();
    String previous = directory.resolve("calibration.yaml.1").toString();
    assertThat(program.run("calibrate", "compare", "--file", file().toString(), previous)).isZero();
    assertThat(program.out())
        .contains("motors.motors.FRONT_LEFT_L.zeroRad")
        .doesNotContain("differs");
  }

  private static void assertMatchesGroundTruth(MocapAlignment alignment) {
    RandomizedMarkerBody groundTruth =
        new RandomizedMarkerBody(RandomizedRobot.of(SEED).robot().poses(), SEED);
    double[] trunk = groundTruth.trunkInBody();
    assertThat(
            Math.IEEEremainder(
                alignment.lanePlacement().laneDirectionRad() - groundTruth.laneDirection(),
                2 * Math.PI))
        .isCloseTo(0, within(0.01));
    assertThat(alignment.trunk().trunkXMetres()).isCloseTo(trunk[0], within(0.005));
    assertThat(alignment.trunk().trunkYMetres()).isCloseTo(trunk[1], within(0.005));
    assertThat(alignment.trunk().trunkZMetres()).isCloseTo(trunk[2], within(0.005));
    assertThat(alignment.trunk().trunkYawRad()).isCloseTo(groundTruth.trunkYaw(), within(0.01));
    assertThat(alignment.trunk().trunkRollRad()).isCloseTo(0, within(0.005));
  }

  @Test
  void cancelledProcedureKeepsFile() throws Exception {
    calibrate("motors");
    String before = Files.readString(file());
    assertThat(calibrate("motors", "yes 1\nno\n")).isEqualTo(3);
    assertThat(program.out()).contains("instruction 2 was answered with 'no'");
    assertThat(Files.readString(file())).isEqualTo(before);
  }

  @Test
  void keepsPartThatAnotherProcedureWroteMeanwhile() throws Exception {
    Calibration groundTruth = RandomizedRobot.of(SEED).groundTruth("minitaur", "test");
    ProcedureRunner runner = new ProcedureRunner(file(), "minitaur", warning -> {});
    CalibrationFile.write(file(), Calibration.of("minitaur").with(groundTruth.imu()));
    assertThat(run(runner, session -> added -> added.with(groundTruth.motors())))
        .isEqualTo(ExitCode.OK);
    Calibration written = CalibrationFile.read(file(), "minitaur", warning -> {});
    assertThat(written.imu()).isNotNull();
    assertThat(written.motors()).isNotNull();
  }

  @Test
  void cancelDuringLastComputationKeepsFile() throws Exception {
    ProcedureRunner runner = new ProcedureRunner(file(), "minitaur", warning -> {});
    ExitCode exitCode =
        run(
            runner,
            session -> {
              session.prompts().submit(new OperatorCommand.Cancel(), "page");
              return added -> added;
            });
    assertThat(exitCode).isEqualTo(ExitCode.STOPPED);
    assertThat(file()).doesNotExist();
  }

  private ExitCode run(ProcedureRunner runner, ProcedureRunner.Procedure procedure)
      throws IOException {
    PrintWriter out = new PrintWriter(new StringWriter());
    PageChoice noPage = PageChoice.of(ConsoleSettings.defaults(), null, true, false);
    return runner.run(
        new ProcedureSession(
            noPage, RobotDescription.ofProcedure("test", "minitaur"), null, null, out),
        procedure,
        out);
  }

  @Test
  void rejectsCalibrationOfAnotherRobot() throws Exception {
    calibrate("motors");
    assertThat(calibrate("identify", "yes all\n", "--robot=another")).isEqualTo(1);
    assertThat(program.err()).contains("'minitaur'").contains("'another'");
  }

  @Test
  void doesNotMixPartsOfSimulatedAndRealRobots() throws Exception {
    calibrate("motors");
    String simulated = Files.readString(file());
    assertThat(calibrate("imu", "yes all\n", "--hal=serial", "--port=/dev/none")).isEqualTo(1);
    assertThat(program.err()).contains(file() + ": contains motors of a simulated robot");
    assertThat(Files.readString(file())).isEqualTo(simulated);

    Calibration real = RandomizedRobot.of(SEED).groundTruth("minitaur", "2026-03-01");
    CalibrationFile.write(file(), real);
    String measured = Files.readString(file());
    assertThat(calibrate("imu", "yes all\n")).isEqualTo(1);
    assertThat(program.err())
        .contains("contains motors, imu, identification of a robot; ", "add --hal serial");
    assertThat(Files.readString(file())).isEqualTo(measured);
  }

  @Test
  void rejectsInvalidNameOfRobotAndMissingMocapServer() throws Exception {
    assertThat(calibrate("motors", "yes all\n", "--robot=a/b")).isEqualTo(1);
    assertThat(program.err())
        .contains("robot is 'a/b'; allowed: letters")
        .doesNotContain("internal");
    CalibrationFile.write(file(), RandomizedRobot.of(SEED).groundTruth("minitaur", "2026-03-01"));
    assertThat(calibrate("mocap", "yes all\n", "--hal=serial", "--port=/dev/none")).isEqualTo(2);
    assertThat(program.err()).contains("mocap.source must be vrpn, natnet or qtm");
  }

  @Test
  void rejectsUnwritableFileBeforeFirstPrompt() {
    Path missing = directory.resolve("missing").resolve("calibration.yaml");
    assertThat(program.run("calibrate", "motors", "--file=" + missing, "--no-console"))
        .isEqualTo(2);
    assertThat(program.err()).contains("--file " + missing, "there is no directory");
    assertThat(program.out()).doesNotContain("1/7");
  }

  @Test
  void printsResultThatCannotBeWritten() throws IOException {
    // In place of the temporary file, a directory makes the write fail.
    Path temporary = Files.createDirectory(directory.resolve("calibration.yaml.part"));
    Files.createFile(temporary.resolve("other"));
    assertThat(calibrate("motors")).isEqualTo(1);
    String yaml = program.out().substring(program.out().indexOf("# Calibration of"));
    Files.delete(temporary.resolve("other"));
    Files.delete(temporary);
    Files.writeString(file(), yaml);
    List<String> warnings = new ArrayList<>();
    assertThat(CalibrationFile.read(file(), "minitaur", warnings::add).motors()).isNotNull();
    assertThat(warnings).isEmpty();
  }

  private int calibrate(String procedure) throws IOException {
    return calibrate(procedure, "yes all\n");
  }

  private int calibrate(String procedure, String script, String... options) throws IOException {
    Path answers = Files.writeString(directory.resolve("answers.txt"), script);
    return program.run(
        Stream.concat(
                Stream.of(
                    "calibrate",
                    procedure,
                    "--file=" + file(),
                    "--script=" + answers,
                    "--seed=" + SEED,
                    "--no-console"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private ControllerConfig measuredConfig() {
    return ControllerConfig.read(
        List.of(
            ConfigOverride.parse("test", "sim.profile=measured"),
            ConfigOverride.parse("test", "robot.calibration=" + file())));
  }

  private Path file() {
    return directory.resolve("calibration.yaml");
  }
}
