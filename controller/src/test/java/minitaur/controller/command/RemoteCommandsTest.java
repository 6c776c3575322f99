package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.remote.ServiceSettings;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunSettings;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the options of trainer, collect and rehearse. */
class RemoteCommandsTest {
  private final TestProgram program = new TestProgram();
  @TempDir private Path temporary;

  @Test
  void trainerDefaultsToLocalhostAndAsynchronous() throws IOException {
    TrainerCommand trainer = program.parse(TrainerCommand.class, "trainer");
    assertThat(trainer.config().run().mode()).isEqualTo(RunSettings.Mode.ASYNCHRONOUS);
    assertThat(trainer.serviceSettings())
        .isEqualTo(new ServiceSettings("127.0.0.1", 8090, null, null));
  }

  @Test
  void trainerAppliesEveryOption() throws IOException {
    Path secret = Files.writeString(temporary.resolve("token"), "very-secret\nmore\n");
    TrainerCommand trainer =
        program.parse(
            TrainerCommand.class,
            "trainer",
            "--lock-step",
            "--no-evaluation",
            "--bind=0.0.0.0",
            "--http-port=0",
            "--token-file=" + secret,
            "--set=run.checkpointInterval=9");
    assertThat(trainer.config().run().mode()).isEqualTo(RunSettings.Mode.LOCK_STEP);
    assertThat(trainer.config().run().evaluationInterval()).isEqualTo(Integer.MAX_VALUE);
    assertThat(trainer.config().run().checkpointInterval()).isEqualTo(9);
    ServiceSettings settings = trainer.serviceSettings();
    assertThat(settings.bind()).isEqualTo("0.0.0.0");
    assertThat(settings.port()).isZero();
    assertThat(settings.token()).isNotNull();
  }

  @Test
  void nonLocalTrainerRequiresToken() {
    Path run = temporary.resolve("run");
    assertThat(program.run("trainer", "--bind=0.0.0.0", "--run-dir=" + run)).isEqualTo(2);
    assertThat(program.err()).contains("needs a token");
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"workstation:8090", "ftp://workstation", "http://workstation:80900"})
  void rejectsUrlThatNoTrainerCanHave(String url) {
    Path collector = temporary.resolve("collector");
    for (String[] command :
        new String[][] {{"collect", "--dir=" + collector}, {"trainer", "status"}}) {
      program.clear();
      assertThat(
              program.run(
                  Stream.concat(Stream.of(command), Stream.of("--trainer=" + url))
                      .toArray(String[]::new)))
          .isEqualTo(2);
      assertThat(program.err()).contains("--trainer is " + url + "; allowed: a URL such as");
    }
    assertThat(collector).doesNotExist();
  }

  @Test
  void reportsTrainerThatCannotBeReachedAndShortToken() {
    assertThat(program.run("trainer", "status", "--trainer=http://127.0.0.1:1")).isEqualTo(1);
    assertThat(program.err()).contains("cannot connect to http://127.0.0.1:1");
    program.clear();
    assertThat(program.run("trainer", "status", "--token=short")).isEqualTo(2);
    assertThat(program.err()).contains("the token is invalid: a token needs at least 8");
  }

  @Test
  void trainerResumesRunAndRejectsOtherSettings() throws IOException {
    Path directory = temporary.resolve("run");
    RunDirectory.create(
            directory,
            ControllerConfig.parse(
                "run: {mode: asynchronous, checkpointInterval: 7}", "test", List.of()),
            program.program().build())
        .close();
    TrainerCommand withoutSettings = program.parse(TrainerCommand.class, "trainer");
    assertThat(
            withoutSettings
                .storedConfig(directory, withoutSettings.config())
                .run()
                .checkpointInterval())
        .isEqualTo(7);
    TrainerCommand withSameSettings =
        program.parse(TrainerCommand.class, "trainer", "--set=run.checkpointInterval=7");
    assertThat(
            withSameSettings
                .storedConfig(directory, withSameSettings.config())
                .run()
                .checkpointInterval())
        .isEqualTo(7);

    assertThat(program.run("trainer", "--run-dir=" + directory, "--set=run.checkpointInterval=8"))
        .isEqualTo(2);
    assertThat(program.err())
        .contains("holds a run with other settings: run.checkpointInterval is 7, requested is 8")
        .contains("(--set run.checkpointInterval=8)");
    program.clear();
    Path file = Files.writeString(temporary.resolve("c.yaml"), "run: {checkpointInterval: 9}");
    assertThat(program.run("trainer", "--run-dir=" + directory, "--config=" + file)).isEqualTo(2);
    assertThat(program.err()).contains("run.checkpointInterval is 7, requested is 9 (--config)");
  }

  @Test
  void trainerResumesLongerRunWithTheOptionsThatStartedIt() throws IOException {
    Path directory = temporary.resolve("run");
    TrainerCommand first =
        program.parse(TrainerCommand.class, "trainer", "--learner=ppo", "--steps=100");
    RunDirectory.create(directory, first.config(), program.program().build()).close();
    TrainerCommand longer =
        program.parse(TrainerCommand.class, "trainer", "--learner=ppo", "--steps=200");
    ControllerConfig resumed = longer.storedConfig(directory, longer.config());
    assertThat(resumed.learner().name()).isEqualTo("ppo");
    assertThat(resumed.run().steps()).isEqualTo(200);
    TrainerCommand unchanged = program.parse(TrainerCommand.class, "trainer", "--learner=ppo");
    assertThat(unchanged.storedConfig(directory, unchanged.config()).run().steps()).isEqualTo(100);
  }

  @Test
  void collectAppliesItsOptions() throws IOException {
    CollectCommand collect =
        program.parse(
            CollectCommand.class,
            "collect",
            "--trainer=http://workstation:8090",
            "--robot=rosa",
            "--token=very-secret",
            "--episodes=3",
            "--keep-sent",
            "--seed=4");
    ControllerConfig config = collect.config();
    assertThat(config)
        .isEqualTo(
            ControllerConfig.parse("run: {seed: 4}\nrobot: {name: rosa}", "test", List.of()));
    assertThat(collect.directory(config)).isEqualTo(Path.of("runs", "collector-rosa"));
    assertThat(collect.connection(config).url()).isEqualTo(URI.create("http://workstation:8090"));
    assertThat(collect.connection(config).token()).isNotNull();
  }

  @Test
  void collectSupportsSerialRobot() throws IOException {
    CollectCommand collect =
        program.parse(
            CollectCommand.class,
            "collect",
            "--trainer=http://workstation:8090",
            "--hal=serial",
            "--port=/dev/ttyACM0",
            "--operator=headless",
            "--answers=answers");
    ControllerConfig config = collect.config();
    assertThat(config.robot().isSerial()).isTrue();
    assertThat(config.run().mode()).isEqualTo(RunSettings.Mode.ASYNCHRONOUS);
    assertThat(collect.directory(config)).isEqualTo(Path.of("runs", "collector-minitaur"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collect",
        "collect --trainer=workstation",
        "collect --trainer=ftp://workstation",
        "collect --trainer=http://a --robot=a/b",
        "collect --trainer=http://a --episodes=-1",
        "collect --trainer=http://a --answers=file",
        "collect --trainer=http://a --hal=serial",
        "trainer --http-port=70000",
        "rehearse --episodes=0"
      })
  void invalidOptionsAreUsageErrors(String line) {
    assertThat(program.run(line.split(" "))).isEqualTo(2);
  }

  @Test
  void trainerStatusReportsUnreachableTrainer() {
    assertThat(program.run("trainer", "status", "--trainer", "http://127.0.0.1:1")).isNotZero();
    assertThat(program.err()).isNotBlank().doesNotContain("at minitaur");
  }

  @Test
  void rehearsalUsesSmallSettingsByDefault() {
    ControllerConfig config =
        program
            .parse(RehearseCommand.class, "rehearse", "--set", "task.policyRateHz=40")
            .config(RehearseCommand.SMALL_RUN_SETTINGS);
    assertThat(config.task().timing().policyRateHz()).isEqualTo(40);
    assertThat(config.task().timing().episodeSteps()).isEqualTo(20);
  }
}
