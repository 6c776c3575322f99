package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RunConfig;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The words of trainer, collect and rehearse. */
class PipelineCommandsTest {
  private static final BuildInfo BUILD = new BuildInfo("1.2.3", "abc123", true);

  private final List<Object> requests = new ArrayList<>();
  private final StringWriter err = new StringWriter();

  @TempDir private Path temporary;

  private ExitCode accept(Object request) {
    requests.add(request);
    return ExitCode.OK;
  }

  private int run(String... arguments) {
    Jobs jobs = EveryJob.of(this::accept);
    CommandLine line =
        MinitaurCommand.create(jobs, BUILD, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    line.setErr(new PrintWriter(err));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line.execute(arguments);
  }

  @Test
  void trainerListensOnThisComputerOnlyAndNeverWaitsUnlessAsked() throws IOException {
    Path secret = Files.writeString(temporary.resolve("token"), "very-secret\nmore\n");
    assertThat(run("trainer", "--run-dir", temporary.resolve("a").toString())).isZero();
    assertThat(
            run(
                "trainer",
                "--lock-step",
                "--no-evaluation",
                "--bind=0.0.0.0",
                "--port=0",
                "--token-file=" + secret,
                "--set=sac.batch=9"))
        .isZero();
    TrainerRequest plain = (TrainerRequest) requests.get(0);
    assertThat(plain.bind()).isEqualTo("127.0.0.1");
    assertThat(plain.port()).isEqualTo(8090);
    assertThat(plain.resume()).isFalse();
    assertThat(plain.config().run().mode()).isEqualTo(RunConfig.Mode.ASYNCHRONOUS);
    TrainerRequest other = (TrainerRequest) requests.get(1);
    assertThat(other.config().run().mode()).isEqualTo(RunConfig.Mode.LOCK_STEP);
    assertThat(other.config().run().evaluationInterval()).isEqualTo(Integer.MAX_VALUE);
    assertThat(other.config().sac().batch()).isEqualTo(9);
    assertThat(other.token()).isEqualTo("very-secret");
    assertThat(other.directory().toString()).startsWith("runs");
  }

  @Test
  void trainerGoesOnWithTheRunInItsDirectoryAndRefusesOtherSettings() throws IOException {
    Path directory = temporary.resolve("run");
    RunDirectory.create(
            directory,
            ConfigReader.parse("run: {mode: asynchronous}\nsac: {batch: 7}", "test", List.of()),
            BUILD)
        .close();
    assertThat(run("trainer", "--run-dir", directory.toString())).isZero();
    assertThat(run("trainer", "--run-dir", directory.toString(), "--set=sac.batch=7")).isZero();
    for (Object request : requests) {
      assertThat(((TrainerRequest) request).resume()).isTrue();
      assertThat(((TrainerRequest) request).config().sac().batch()).isEqualTo(7);
    }
    assertThat(run("trainer", "--run-dir", directory.toString(), "--set=sac.batch=8")).isEqualTo(2);
    assertThat(err.toString())
        .contains("holds a run with other settings: batch: 7 there, batch: 8 here");
    assertThat(requests).hasSize(2);
  }

  @Test
  void collectTakesItsOptions() {
    assertThat(
            run(
                "collect",
                "--trainer=http://workstation:8090",
                "--robot=rosa",
                "--token=very-secret",
                "--episodes=3",
                "--keep-sent",
                "--seed=4"))
        .isZero();
    ControllerConfig config =
        ConfigReader.parse("run: {seed: 4}\nrobot: {name: rosa}", "test", List.of());
    assertThat(requests.get(0))
        .isEqualTo(
            new CollectRequest(
                config,
                URI.create("http://workstation:8090"),
                "very-secret",
                null,
                Path.of("runs", "collector-rosa"),
                3,
                true,
                OperatorChoice.AUTO,
                new PageChoice(config.console(), false)));
  }

  @Test
  void collectDrivesARobotAndMeetsItsOperatorAsTrainDoes() {
    assertThat(
            run(
                "collect",
                "--trainer=http://workstation:8090",
                "--hal=serial",
                "--port=/dev/ttyACM0",
                "--operator=headless",
                "--answers=answers",
                "--bind=0.0.0.0",
                "--set=console.token=long-enough-a-token"))
        .isZero();
    CollectRequest request = (CollectRequest) requests.get(0);
    assertThat(request.config().robot().isSerial()).isTrue();
    assertThat(request.config().run().mode()).isEqualTo(RunConfig.Mode.ASYNCHRONOUS);
    assertThat(request.directory()).isEqualTo(Path.of("runs", "collector-minitaur"));
    assertThat(request.operator())
        .isEqualTo(new OperatorChoice(OperatorChoice.Kind.HEADLESS, Path.of("answers")));
    assertThat(request.page().console().bind()).isEqualTo("0.0.0.0");
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
        "trainer --port=70000",
        "rehearse --episodes=0"
      })
  void whatCannotBeMeantIsRefused(String words) {
    assertThat(run(words.split(" "))).isEqualTo(2);
    assertThat(requests).isEmpty();
  }

  @Test
  void rehearseIsSmallUnlessAskedOtherwise() {
    assertThat(run("rehearse", "--json", "--set", "task.episodeSteps=7")).isZero();
    RehearseRequest request = (RehearseRequest) requests.get(0);
    assertThat(request.episodes()).isEqualTo(1000);
    assertThat(request.disturbances()).isEqualTo(200);
    assertThat(request.emulated()).isTrue();
    assertThat(request.config().task().episodeSteps()).isEqualTo(7);
    assertThat(request.config().sac().hiddenUnits()).isEqualTo(32);
  }
}
