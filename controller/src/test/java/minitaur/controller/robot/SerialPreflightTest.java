package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.SystemClock;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialPreflightTest {
  @TempDir private Path directory;

  private final SystemClock clock = new SystemClock();

  @Test
  void checksNothingForASimulatedRobot() {
    new SerialPreflight(ControllerConfig.read(List.of()).hardware(), clock).check(directory);
  }

  @Test
  void rejectsAHostWithAPortAtOnce() {
    assertThatThrownBy(() -> config("robot.port=/dev/null", "mocap.host=127.0.0.1:3993"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("127.0.0.1:3993")
        .hasMessageContaining("mocap.port");
  }

  @Test
  void namesWhatIsMissingAndLeavesNothingBehind() throws IOException {
    refuses("robot.calibration", "robot.port=/dev/ttyNone");
    refuses("no such port", "robot.port=/dev/ttyNone", "robot.allowUncalibrated=true");
    refuses(
        "nobody.json",
        "robot.port=/dev/ttyNone",
        "robot.calibration=" + directory.resolve("nobody.json"));
    refuses("no IMU", "robot.port=/dev/ttyNone", "robot.board=moteus");
    try (var files = java.nio.file.Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void waitsForOnePoseOfTheBody() throws IOException {
    try (EmulatedLab lab = lab()) {
      String port = "robot.port=" + lab.port();
      String server = "mocap.port=" + lab.mocapPort();
      String allowed = "robot.allowUncalibrated=true";
      new SerialPreflight(config(port, allowed, server).hardware(), clock).check(directory);
      refuses("no pose", port, allowed, server, "mocap.body=Maxitaur");
      refuses("not known to the network", port, allowed, "mocap.host=no-such-host.invalid");
    }
  }

  private void refuses(String why, String... settings) {
    assertThatThrownBy(
            () -> new SerialPreflight(config(settings).hardware(), clock).check(directory))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(why);
  }

  private static EmulatedLab lab() {
    try {
      return new EmulatedLab(
          Board.MINITAUR_LINK, SimulationProfile.realistic(), 0.5, each -> {}, new SystemClock());
    } catch (IOException e) {
      return abort("no pseudo-terminal here: " + e.getMessage());
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
