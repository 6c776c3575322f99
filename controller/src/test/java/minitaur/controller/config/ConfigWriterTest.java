package minitaur.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Random;
import minitaur.controller.learn.paper.PaperSettings;
import org.junit.jupiter.api.Test;

class ConfigWriterTest {
  private static ControllerConfig reread(ControllerConfig config) {
    return ConfigReader.parse(ConfigWriter.write(config), "written", List.of());
  }

  @Test
  void defaultsComeBackEqual() {
    assertThat(reread(ControllerConfig.defaults())).isEqualTo(ControllerConfig.defaults());
  }

  @Test
  void randomConfigurationsComeBackEqual() {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      ControllerConfig config =
          new ControllerConfig(
              new RunConfig(
                  random.nextLong(),
                  1 + random.nextInt(1000),
                  RunConfig.Mode.values()[random.nextInt(2)],
                  1 + random.nextInt(Integer.MAX_VALUE - 1),
                  1 + random.nextInt(1000),
                  1 + random.nextInt(1000),
                  1 + random.nextInt(1000)),
              new TaskConfig(
                  1000.0 / (1 + random.nextInt(1000)),
                  1 + random.nextInt(1000),
                  0.7 * (1 - random.nextDouble()),
                  1.41 + 0.3 * random.nextDouble(),
                  0.7 * Math.scalb(1 - random.nextDouble(), -random.nextInt(60)),
                  (1 + random.nextInt(8)) / 4.0,
                  0.04 * Math.scalb(random.nextDouble(), -random.nextInt(60)),
                  random.nextDouble() / 2,
                  RewardConfig.defaults()),
              new SafetyConfig(
                  90 * (1 - random.nextDouble()),
                  SafetyConfig.Acting.values()[random.nextInt(3)],
                  RobotSafetyConfig.defaults()),
              new LaneConfig(
                  random.nextInt(3), 1000 * random.nextDouble(), 10 * random.nextDouble()),
              new RobotConfig(
                  RobotConfig.Hal.SIMULATED,
                  "a \"quoted\" name " + i,
                  RobotConfig.Board.values()[random.nextInt(4)],
                  i % 2 == 0 ? "" : "/dev/ttyACM" + i,
                  random.nextInt(1000),
                  new int[] {100, 250, 500, 1000}[random.nextInt(4)],
                  i % 3 == 0 ? "" : "C:\\calibration",
                  random.nextInt(4) - 1,
                  random.nextBoolean()),
              new OperatorConfig(
                  OperatorConfig.Resets.values()[random.nextInt(3)],
                  1 + random.nextInt(1000),
                  random.nextBoolean(),
                  random.nextGaussian(),
                  1 - 0.9 * random.nextDouble(),
                  1 - 0.9 * random.nextDouble(),
                  1 + 44 * random.nextDouble(),
                  1 - 0.9 * random.nextDouble(),
                  random.nextDouble()),
              new PaperSettings(
                  1 + random.nextInt(1000),
                  1 + random.nextInt(1000),
                  Math.scalb(1 - random.nextDouble(), -random.nextInt(900)),
                  random.nextDouble(),
                  1 - random.nextDouble(),
                  100 * random.nextGaussian(),
                  random.nextBoolean(),
                  1000 * (1 - random.nextDouble()),
                  1000 + random.nextInt(1_000_000),
                  random.nextInt(Integer.MAX_VALUE),
                  100 * random.nextDouble(),
                  random.nextBoolean()),
              new ComputeConfig(
                  random.nextInt(65), ComputeConfig.MatrixBackend.values()[random.nextInt(3)]),
              new SimulationConfig(
                  SimulationConfig.Profile.values()[random.nextInt(3)],
                  random.nextBoolean() ? "flat" : "2*slope:8,rough:0.01",
                  random.nextBoolean()),
              new MotionCaptureConfig(
                  MotionCaptureConfig.Source.values()[random.nextInt(6)],
                  "lab-" + random.nextInt(),
                  random.nextInt(65_536),
                  "robot: \"" + random.nextInt(),
                  MotionCaptureConfig.Up.values()[random.nextInt(3)],
                  360 * random.nextDouble(),
                  random.nextGaussian(),
                  random.nextGaussian(),
                  "",
                  random.nextDouble(),
                  0.1 + random.nextDouble(),
                  random.nextInt(1000),
                  new MarkerOffsetConfig(0, 0.25, -random.nextDouble(), 90, 0, -90),
                  new PoseTrackingConfig(
                      0.1 * (1 - random.nextDouble()),
                      1e9 * (1 - random.nextDouble()),
                      3.5,
                      0.2,
                      10,
                      1 + random.nextInt(1000),
                      0.08),
                  new CameraConfig("/dev/cam", 640, 480, 90, random.nextDouble(), 0, 1, 0.1)),
              new RecordingConfig(random.nextInt(1000), 1 + random.nextInt(1000)),
              new ConsoleConfig(
                  random.nextBoolean(),
                  random.nextBoolean() ? "0.0.0.0" : "::1",
                  random.nextInt(65_536),
                  random.nextBoolean() ? "" : "a-Token_of~12." + random.nextInt(1000)),
              new PipelineConfig(
                  1 + random.nextInt(1000),
                  random.nextInt(1000),
                  1 + random.nextInt(1000),
                  1 + random.nextInt(1000),
                  60 * random.nextDouble(),
                  0.1 + 500 * random.nextDouble()));
      assertThat(reread(config)).isEqualTo(config);
    }
  }

  @Test
  void everySettingIsExplained() {
    assertEverySettingIsExplained(ControllerConfig.class);
  }

  private static void assertEverySettingIsExplained(Class<?> group) {
    for (RecordComponent component : group.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      assertThat(setting).as(component.toString()).isNotNull();
      assertThat(setting.doc()).as(component.toString()).endsWith(".").hasSizeGreaterThan(15);
      if (component.getType().isRecord()) {
        assertEverySettingIsExplained(component.getType());
      }
    }
  }

  @Test
  void printsMeaningUnitAndSourceAboveEachKey() {
    String yaml = ConfigWriter.write(ControllerConfig.defaults());

    assertThat(yaml)
        .contains(
            """
              # Transitions in a minibatch. Unit: transitions. Source: paper, table 1: samples per minibatch.
              batchSize: 256
            """)
        .contains("\n  learningRate: 0.0003\n")
        .contains("\n  mode: lock-step\n")
        .contains("\n  profile: realistic\n")
        .contains("\n  reward:\n")
        .contains("\n    frontFoldBeyond: 0.3\n");
    assertThat(yaml.lines()).allMatch(line -> line.length() <= 100);
  }
}
