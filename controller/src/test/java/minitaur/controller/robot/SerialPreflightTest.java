package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.SystemClock;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("timing")
class SerialPreflightTest {
  @TempDir private Path directory;

  private final SystemClock clock = new SystemClock();

  @Test
  void acceptsSimulatedRobot() {
    new SerialPreflight(ControllerConfig.read(List.of()).hardware(), clock).check(directory);
  }

  @Test
  void rejectsMocapHostWithPort() {
    assertThatThrownBy(() -> config("robot.port=/dev/null", "mocap.host=127.0.0.1:3993"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("127.0.0.1:3993")
        .hasMessageContaining("mocap.port");
  }

  @Test
  void reportsMissingItemAndCreatesNoFiles() throws IOException {
    assertRejected("robot.calibration", "robot.port=/dev/ttyNone");
    assertRejected("no such port", "robot.port=/dev/ttyNone", "robot.allowUncalibrated=true");
    assertRejected(
        "nobody.json",
        "robot.port=/dev/ttyNone",
        "robot.calibration=" + directory.resolve("nobody.json"));
    assertRejected("no IMU", "robot.port=/dev/ttyNone", "robot.board=moteus");
    try (var files = java.nio.file.Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void rejectsCalibrationOfSimulatedRobot() throws IOException {
    Path file = directory.resolve("practice.yaml");
    CalibrationFile.write(
        file,
        RandomizedRobot.of(3)
            .groundTruth("minitaur", Calibration.simulatedDate("2026-03-01", /* number= */ 3)));
    assertRejected(
        "motors, imu, identification belong to a simulated robot",
        "robot.port=/dev/ttyNone",
        "robot.calibration=" + file);
  }

  @Test
  void rejectsCalibrationWithoutImu() throws IOException {
    Path file = directory.resolve("motors.yaml");
    Calibration complete = RandomizedRobot.of(3).groundTruth("minitaur", "2026-03-01");
    CalibrationFile.write(
        file, Calibration.of("minitaur").with(Objects.requireNonNull(complete.motors())));
    String port = "robot.port=/dev/ttyNone";
    String calibration = "robot.calibration=" + file;
    assertRejected("IMU is not calibrated", port, calibration);
    assertRejected("no such port", port, calibration, "robot.allowUncalibrated=true");
  }

  @Test
  void requiresPoseOfConfiguredBody() throws IOException {
    try (EmulatedLab lab = lab()) {
      String port = "robot.port=" + lab.port();
      String server = "mocap.port=" + lab.mocapPort();
      String allowed = "robot.allowUncalibrated=true";
      new SerialPreflight(config(port, allowed, server).hardware(), clock).check(directory);
      assertRejected("no pose", port, allowed, server, "mocap.body=Maxitaur");
      assertRejected("not known to the network", port, allowed, "mocap.host=no-such-host.invalid");
    }
  }

  private void assertRejected(String message, String... settings) {
    assertThatThrownBy(
            () -> new SerialPreflight(config(settings).hardware(), clock).check(directory))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  private static EmulatedLab lab() {
    try {
      return new EmulatedLab(
          Board.MINITAUR_LINK, SimulationProfile.realistic(), 0.5, board -> {}, new SystemClock());
    } catch (IOException e) {
      return abort("pseudo-terminals are not supported: " + e.getMessage());
    }
  }

  private static ControllerConfig config(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "robot.hal=serial",
                "run.mode=asynchronous",
                "mocap.source=vrpn",
                "mocap.host=127.0.0.1",
                "mocap.body=" + EmulatedLab.BODY));
    all.addAll(List.of(settings));
    return ControllerConfig.read(
        all.stream().map(setting -> ConfigOverride.parse("test", setting)).toList());
  }
}
