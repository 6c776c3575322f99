package minitaur.controller.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Random;
import minitaur.calibration.camera.CameraMode;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.episode.EpisodeSettings;
import minitaur.controller.episode.safety.Lane;
import minitaur.controller.episode.safety.RobotLimits;
import minitaur.controller.episode.safety.SafetySettings;
import minitaur.controller.external.EnvironmentSettings;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.catalog.LearnerRegistry;
import minitaur.controller.learn.paper.PaperSettings;
import minitaur.controller.lifecycle.OperatorSettings;
import minitaur.controller.record.RecordingSettings;
import minitaur.controller.robot.CameraSettings;
import minitaur.controller.robot.HardwareSettings;
import minitaur.controller.robot.MocapSettings;
import minitaur.controller.robot.RobotSettings;
import minitaur.controller.robot.SimulationSettings;
import minitaur.controller.run.RunSettings;
import minitaur.controller.task.ActionMap;
import minitaur.controller.task.EpisodeTiming;
import minitaur.controller.task.PositionGains;
import minitaur.controller.task.PowerBudget;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.task.reward.ActionAccelerationTerm;
import minitaur.controller.task.reward.ActionRateTerm;
import minitaur.controller.task.reward.EnergyTerm;
import minitaur.controller.task.reward.ForwardVelocityTerm;
import minitaur.controller.task.reward.FrontLegFoldTerm;
import minitaur.controller.task.reward.PitchTerm;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.controller.task.reward.UprightTerm;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;
import org.junit.jupiter.api.Test;

class ConfigWriterTest {
  private static ControllerConfig roundTrip(ControllerConfig config) {
    return ControllerConfig.parse(ConfigWriter.write(config), "written", List.of());
  }

  @Test
  void roundTripsDefaults() {
    assertThat(roundTrip(ControllerConfig.defaults())).isEqualTo(ControllerConfig.defaults());
  }

  @Test
  void omitsSecrets() {
    ControllerConfig config =
        ControllerConfig.read(
            List.of(ConfigOverride.parse("--set", "console.token=a-secret-of-the-lab")));
    assertThat(config.console().token()).isEqualTo("a-secret-of-the-lab");
    assertThat(ConfigWriter.write(config)).doesNotContain("a-secret-of-the-lab");
    assertThat(roundTrip(config)).isEqualTo(ControllerConfig.defaults());
  }

  @Test
  void roundTripsRandomConfigurations() {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      ControllerConfig config =
          new ControllerConfig(
              new ControllerConfig.Training(
                  new RunSettings(
                      random.nextLong(),
                      1 + random.nextInt(1000),
                      RunSettings.Mode.values()[random.nextInt(2)],
                      1 + random.nextInt(Integer.MAX_VALUE - 1),
                      1 + random.nextInt(1000),
                      1 + random.nextInt(1000),
                      1 + random.nextInt(1000)),
                  new EnvironmentSettings(
                      "minitaur", "python3", random.nextInt(1000), 1 + random.nextDouble()),
                  new PaperSettings(
                      1 + random.nextInt(1000),
                      1 + random.nextInt(1000),
                      new PaperSettings.Update(
                          Math.scalb(1 - random.nextDouble(), -random.nextInt(900)),
                          random.nextDouble(),
                          1 - random.nextDouble(),
                          100 * random.nextGaussian(),
                          random.nextBoolean(),
                          1000 * (1 - random.nextDouble()),
                          random.nextBoolean()),
                      1000 + random.nextInt(1_000_000),
                      random.nextInt(Integer.MAX_VALUE),
                      100 * random.nextDouble(),
                      random.nextBoolean()),
                  new ComputeSettings(
                      random.nextInt(65),
                      ComputeSettings.MatrixBackend.values()[random.nextInt(4)]),
                  new RecordingSettings(
                      random.nextInt(1000), 1 + random.nextInt(1000), random.nextInt(1000))),
              new EpisodeSettings(
                  new TaskSettings(
                      new EpisodeTiming(
                          1000.0 / (1 + random.nextInt(1000)), 1 + random.nextInt(1000)),
                      new ActionMap(
                          0.7 * (1 - random.nextDouble()),
                          1.41 + 0.3 * random.nextDouble(),
                          0.7 * Math.scalb(1 - random.nextDouble(), -random.nextInt(60))),
                      new PositionGains(
                          (1 + random.nextInt(8)) / 4.0,
                          0.04 * Math.scalb(random.nextDouble(), -random.nextInt(60))),
                      random.nextDouble() / 2,
                      random.nextDouble() / 2,
                      new RewardFunction(
                          List.of(
                              new ForwardVelocityTerm(1000 * random.nextDouble(), 2),
                              new ActionAccelerationTerm(random.nextDouble()),
                              new PitchTerm(random.nextDouble()),
                              new FrontLegFoldTerm(random.nextDouble(), random.nextDouble()),
                              new EnergyTerm(random.nextDouble()),
                              new ActionRateTerm(random.nextDouble()),
                              new UprightTerm(random.nextDouble()))),
                      new PowerBudget(
                          1 + 1000 * random.nextDouble(),
                          200 - 100 * random.nextDouble(),
                          random.nextDouble(),
                          random.nextDouble(),
                          1000 * random.nextDouble())),
                  new SafetySettings(
                      90 * (1 - random.nextDouble()),
                      SafetySettings.LimitScope.values()[random.nextInt(3)],
                      0.1 + random.nextDouble(),
                      new RobotLimits(
                          new RobotLimits.Posture(0.1, 0.06, 0.04),
                          new RobotLimits.MotorLoad(70, 2.5, 0.7),
                          new RobotLimits.Battery(11, 0.2),
                          new RobotLimits.Timing(0.2, 0.05),
                          1)),
                  new Lane(
                      random.nextInt(3), 1000 * random.nextDouble(), 10 * random.nextDouble())),
              new HardwareSettings(
                  new RobotSettings(
                      RobotSettings.Hal.SIMULATED,
                      "a \"quoted\" name " + i,
                      new RobotSettings.SerialPort(
                          RobotSettings.Board.values()[random.nextInt(4)],
                          i % 2 == 0 ? "" : "/dev/ttyACM" + i,
                          random.nextInt(1000),
                          new int[] {100, 250, 500, 1000}[random.nextInt(4)],
                          random.nextInt(4) - 1),
                      i % 3 == 0 ? "" : "C:\\calibration",
                      random.nextBoolean()),
                  new SimulationSettings(
                      SimulationSettings.Profile.values()[random.nextInt(3)],
                      random.nextBoolean() ? "flat" : "2*slope:8,rough:0.01",
                      SimulationSettings.Battery.values()[random.nextInt(2)],
                      random.nextInt(100),
                      random.nextBoolean()),
                  new MocapSettings(
                      MocapSettings.Source.values()[random.nextInt(6)],
                      new MocapSettings.Server(
                          "lab-" + random.nextInt(),
                          random.nextInt(65_536),
                          "robot: \"" + random.nextInt(),
                          "",
                          random.nextDouble()),
                      new MocapSettings.LanePlacement(
                          MocapSettings.Up.values()[random.nextInt(3)],
                          360 * random.nextDouble(),
                          random.nextGaussian(),
                          random.nextGaussian()),
                      new BodyOffset(0, 0.25, -random.nextDouble(), 1.5, 0, -1.5),
                      new TrackingConfig(
                          0.1 * (1 - random.nextDouble()),
                          1e9 * (1 - random.nextDouble()),
                          3.5,
                          0.2,
                          10,
                          1 + random.nextInt(1000),
                          0.08),
                      new CameraSettings(
                          "/dev/cam",
                          new CameraMode(640, 480, 90, random.nextDouble(), 0),
                          1,
                          0.1))),
              new ControllerConfig.Interfaces(
                  new OperatorSettings(
                      OperatorSettings.Resets.values()[random.nextInt(3)],
                      1 + random.nextInt(1000),
                      random.nextBoolean(),
                      new OperatorSettings.StartZone(
                          random.nextGaussian(),
                          1 - 0.9 * random.nextDouble(),
                          1 - 0.9 * random.nextDouble()),
                      new OperatorSettings.StartPosture(
                          1 + 44 * random.nextDouble(),
                          1 - 0.9 * random.nextDouble(),
                          random.nextDouble())),
                  new ConsoleSettings(
                      random.nextBoolean(),
                      random.nextBoolean() ? "0.0.0.0" : "::1",
                      random.nextInt(65_536),
                      /* token, a secret: not written= */ ""),
                  new RemoteSettings(
                      1 + random.nextInt(1000),
                      random.nextInt(1000),
                      random.nextInt(1000),
                      1 + random.nextInt(1000),
                      1 + random.nextInt(1000),
                      60 * random.nextDouble(),
                      0.1 + 500 * random.nextDouble())));
      assertThat(roundTrip(config)).isEqualTo(config);
    }
  }

  @Test
  void everySettingIsDocumented() {
    assertEverySettingIsDocumented(ControllerConfig.class);
  }

  private static void assertEverySettingIsDocumented(Class<?> group) {
    for (RecordComponent component : group.getRecordComponents()) {
      if (!component.isAnnotationPresent(Inline.class)) {
        Setting setting = component.getAnnotation(Setting.class);
        assertThat(setting).as(component.toString()).isNotNull();
        assertThat(setting.doc()).as(component.toString()).endsWith(".").hasSizeGreaterThan(10);
      }
      if (component.getType() == LearnerSettings.class) {
        LearnerRegistry.all()
            .forEach(learner -> assertEverySettingIsDocumented(learner.getClass()));
      }
      if (component.getType() == List.class) {
        RewardFunction.nominal()
            .terms()
            .forEach(term -> assertEverySettingIsDocumented(term.getClass()));
      }
      if (component.getType().isRecord()) {
        assertEverySettingIsDocumented(component.getType());
      }
    }
  }

  @Test
  void printsMeaningUnitAndSourceAboveEachKey() {
    String yaml = ConfigWriter.write(ControllerConfig.defaults());

    assertThat(yaml)
        .contains(
            """
              # Transitions in a minibatch. Unit: transitions. Source: experiments on this task.
              batchSize: 128
            """)
        .contains("\n  hiddenUnits: 256\n")
        .contains("\n  mode: lock-step\n")
        .contains("\n  profile: realistic\n")
        .contains("\n  reward:\n")
        .contains("\n    frontLegFoldThreshold: 0.3\n");
    assertThat(yaml.lines()).allMatch(line -> line.length() <= 100);
  }
}
