package minitaur.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Random;
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
              new SafetyConfig(90 * (1 - random.nextDouble())),
              new SacConfig(
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
                  random.nextInt(65),
                  SacConfig.MatrixBackend.values()[random.nextInt(3)]),
              new SimulationConfig(
                  SimulationConfig.Profile.values()[random.nextInt(3)], random.nextBoolean()),
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
              batch: 256
            """)
        .contains("\n  learningRate: 0.0003\n")
        .contains("\n  mode: lock-step\n")
        .contains("\n  profile: realistic\n")
        .contains("\n  reward:\n")
        .contains("\n    frontFoldBeyond: 0.3\n");
    assertThat(yaml.lines()).allMatch(line -> line.length() <= 100);
  }
}
