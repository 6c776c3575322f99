package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RobotConfig;
import minitaur.controller.config.RunConfig;
import minitaur.controller.config.SimulationConfig;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MinitaurCommandTest {
  private static final BuildInfo BUILD = new BuildInfo("1.2.3", "abc123", true);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T14:25:30Z"), ZoneOffset.UTC);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Object> requests = new ArrayList<>();
  private Job<Object> behaviour = request -> ExitCode.OK;

  private int run(String... arguments) {
    Jobs jobs = EveryJob.of(this::accept);
    CommandLine line = MinitaurCommand.create(jobs, BUILD, CLOCK);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line.execute(arguments);
  }

  private ExitCode accept(Object request) throws Exception {
    requests.add(request);
    return behaviour.run(request);
  }

  @Test
  void trainTakesDefaults() {
    assertThat(run("train")).isZero();
    assertThat(requests)
        .containsExactly(
            new TrainRequest(
                ControllerConfig.defaults(),
                Path.of("runs", "2026-03-01-142530-realistic-seed0"),
                false,
                true));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void runsAreThoseOfTheUsualDirectoryOrOfAnother() {
    assertThat(run("runs")).isZero();
    assertThat(run("runs", "elsewhere", "--json")).isZero();
    assertThat(requests)
        .containsExactly(
            new RunsRequest(Path.of("runs"), false), new RunsRequest(Path.of("elsewhere"), true));
  }

  @Test
  void trainTakesEveryOption(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("walk.yaml"), "sac: {batch: 8, threads: 1}");
    assertThat(
            run(
                "train",
                "--config=" + file,
                "--set=sac.batch=16",
                "--set=run.seed=1",
                "--profile=nominal",
                "--seed=7",
                "--steps=300",
                "--asynchronous",
                "--no-progress",
                "--run-dir=here"))
        .isZero();

    TrainRequest request = (TrainRequest) requests.get(0);
    assertThat(request.config().sac().batch()).isEqualTo(16);
    assertThat(request.config().sac().threads()).isEqualTo(1);
    assertThat(request.config().run())
        .isEqualTo(new RunConfig(7, 300, RunConfig.Mode.ASYNCHRONOUS, 5000, 3, 5000));
    assertThat(request.config().sim().profile()).isEqualTo(SimulationConfig.Profile.NOMINAL);
    assertThat(request.directory()).isEqualTo(Path.of("here"));
    assertThat(request.progress()).isFalse();
  }

  @Test
  void theUsualDirectoryNamesProfileAndSeed() {
    run("train", "--profile=nominal", "--seed=-3");
    assertThat(((TrainRequest) requests.get(0)).directory())
        .isEqualTo(Path.of("runs", "2026-03-01-142530-nominal-seed-3"));
  }

  @Test
  void resumeTakesTheRunsConfiguration(@TempDir Path directory) throws IOException {
    ControllerConfig config = ConfigReader.parse("run: {seed: 4}", "test", List.of());
    RunDirectory.create(directory, config, BUILD).close();

    assertThat(run("train", "--resume", directory.toString(), "--steps", "9")).isZero();

    TrainRequest request = (TrainRequest) requests.get(0);
    assertThat(request.resume()).isTrue();
    assertThat(request.directory()).isEqualTo(directory);
    assertThat(request.config().run().seed()).isEqualTo(4);
    assertThat(request.config().run().steps()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seed=1",
        "--profile=nominal",
        "--set=sac.batch=1",
        "--config=x",
        "--asynchronous",
        "--run-dir=y"
      })
  void resumeRefusesOtherSettings(String option) {
    assertThat(run("train", "--resume=runs/a", option)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("minitaur train: --resume takes the configuration of the run in runs/a");
    assertThat(requests).isEmpty();
  }

  @Test
  void resumeOfNoRunIsRefused(@TempDir Path directory) {
    assertThat(run("train", "--resume", directory.toString())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "minitaur train: "
                + directory
                + ": is not the directory of a run, there is no config.yaml in it\n");
  }

  @Test
  void serialImpliesAsynchronousEvenOverAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("c.yaml"), "run: {mode: lock-step}");
    assertThat(run("train", "--hal=serial", "--port=/dev/ttyX", "--config=" + file)).isZero();
    ControllerConfig config = ((TrainRequest) requests.get(0)).config();
    assertThat(config.robot().hal()).isEqualTo(RobotConfig.Hal.SERIAL);
    assertThat(config.robot().port()).isEqualTo("/dev/ttyX");
    assertThat(config.run().mode()).isEqualTo(RunConfig.Mode.ASYNCHRONOUS);
    assertThat(((TrainRequest) requests.get(0)).directory())
        .isEqualTo(Path.of("runs", "2026-03-01-142530-minitaur-seed0"));
  }

  @Test
  void serialRefusesLockStepAndAMissingPort() {
    assertThat(run("train", "--hal=serial", "--port=p", "--set=run.mode=lock-step")).isEqualTo(2);
    assertThat(err.toString()).contains("robot.hal is serial").contains("run.mode asynchronous");
    assertThat(run("evaluate", "--policy=p", "--hal=serial")).isEqualTo(2);
    assertThat(err.toString()).contains("robot.port is \"\"").contains("--port");
    assertThat(requests).isEmpty();
  }

  @Test
  void replayAndGuardTakeTheirOptions(@TempDir Path directory) throws IOException {
    Path log = Files.createFile(directory.resolve("walk.log"));
    assertThat(run("replay", log.toString(), "--policy=p", "--json")).isZero();
    assertThat(run("guard", "--port=/dev/ttyX", "--board=ghost-metres")).isZero();
    assertThat(requests)
        .containsExactly(
            new ReplayRequest(log, ControllerConfig.defaults(), Path.of("p"), true),
            new GuardRequest("/dev/ttyX", 0, RobotConfig.Board.GHOST_METRES));
    assertThat(run("replay", directory.resolve("none").toString())).isEqualTo(2);
    assertThat(run("guard", "--port=/dev/ttyX", "--board=arduino")).isEqualTo(2);
    assertThat(err.toString()).contains("no such file").contains("'arduino' is no board");
  }

  @Test
  void emulateTakesFaults() {
    assertThat(
            run(
                "emulate",
                "--board=moteus",
                "--link=/tmp/board",
                "--duplicate=0.5",
                "--fault=unplug@2",
                "--fault=encoder-stuck:back-left-r@1",
                "--protocol-version=2"))
        .isZero();
    EmulateRequest request = (EmulateRequest) requests.get(0);
    assertThat(request.board()).isEqualTo(RobotConfig.Board.MOTEUS);
    assertThat(request.faults().line().duplicate()).isEqualTo(0.5);
    assertThat(request.faults().schedule()).hasSize(2);
    assertThat(request.faults().protocolVersion()).isEqualTo(2);
    assertThat(run("emulate", "--fault=unplug@2")).isEqualTo(2);
    assertThat(err.toString()).contains("goes with --link");
    assertThat(run("emulate", "--fault=explode@2")).isEqualTo(2);
    assertThat(err.toString()).contains("'explode@2' is no fault");
    assertThat(run("emulate", "--drop=2")).isEqualTo(2);
    assertThat(err.toString()).contains("chances lie within 0 and 1");
  }

  @Test
  void evaluateBenchAndRenderTakeTheirOptions() {
    ControllerConfig defaults = ControllerConfig.defaults();
    assertThat(run("evaluate", "--policy=p")).isZero();
    assertThat(run("evaluate", "--policy=p", "--episodes=3", "--seed=2", "--json")).isZero();
    assertThat(run("bench", "learner", "--seconds=0.5", "--json")).isZero();
    assertThat(run("bench", "sim")).isZero();
    assertThat(run("render", "--policy=p", "--output=o.png")).isZero();

    assertThat(requests)
        .containsExactly(
            new EvaluateRequest(defaults, Path.of("p"), 20, false, null),
            new EvaluateRequest(
                ConfigReader.parse("run: {seed: 2}", "test", List.of()),
                Path.of("p"),
                3,
                true,
                null),
            new BenchRequest(defaults, BenchRequest.Subject.LEARNER, 0.5, 200, true),
            new BenchRequest(defaults, BenchRequest.Subject.SIM, 10, 200, false),
            new RenderRequest(defaults, Path.of("p"), Path.of("o.png")));
  }

  @Test
  void configPrintsWhatItReads() {
    assertThat(run("config", "--set", "sac.batch=5")).isZero();
    assertThat(ConfigReader.parse(out.toString(), "printed", List.of()).sac().batch()).isEqualTo(5);
  }

  @Test
  void aFaultyConfigurationIsAUsageErrorWithoutStackTrace() {
    assertThat(run("train", "--seed", "x")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("minitaur train: --seed x: run.seed is \"x\"; allowed: a whole number\n");
    assertThat(requests).isEmpty();
  }

  @Test
  void debugShowsTheStackTraceOnEitherSideOfTheCommand() {
    run("train", "--seed", "x", "--debug");
    assertThat(err.toString()).contains("\tat minitaur.");
    err.getBuffer().setLength(0);
    run("--debug", "train", "--seed", "x");
    assertThat(err.toString()).contains("\tat minitaur.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "trian",
        "train extra",
        "train --sed=1",
        "evaluate",
        "evaluate --policy=p --episodes=none",
        "evaluate --policy=p --episodes=0",
        "bench",
        "bench robot",
        "bench sim --seconds=0",
        "bench sim --seconds=NaN",
        "bench stop --count=0",
        "render --policy=p"
      })
  void aCommandLineThatCannotBeUnderstoodIsAUsageError(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("minitaur")
        .contains("Try: minitaur")
        .doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
    assertThat(requests).isEmpty();
  }

  @Test
  void anUnknownOptionIsNamedEvenWhenARequiredOneIsMissing() {
    assertThat(run("evaluate", "--polcy", "p")).isEqualTo(2);
    assertThat(err.toString()).contains("--policy=FILE").contains("unknown: --polcy");
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void theJobsExitCodeIsTheProcesss(ExitCode code) {
    behaviour = request -> code;
    assertThat(run("train")).isEqualTo(code.number());
  }

  @Test
  void failuresEndWithOneAndALine() {
    behaviour =
        request -> {
          throw new NoSuchFileException("p.safetensors");
        };
    assertThat(run("evaluate", "--policy=p.safetensors")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("minitaur evaluate: p.safetensors: there is no such file\n");

    err.getBuffer().setLength(0);
    behaviour =
        request -> {
          throw new IllegalStateException("broken");
        };
    assertThat(run("train")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "minitaur train: failed within the program: java.lang.IllegalStateException: broken;"
                + " --debug shows where\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "train ", "evaluate ", "config ", "bench ", "render "})
  void helpTeachesAndVersionNamesTheRevision(String command) {
    assertThat(run((command + "--help").split(" ", -1))).isZero();
    assertThat(out.toString()).contains("  minitaur ").contains("--debug");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    out.getBuffer().setLength(0);

    assertThat(run((command + "--version").split(" ", -1))).isZero();
    assertThat(out.toString()).isEqualTo("minitaur 1.2.3, revision abc123-dirty\n");
  }

  @Test
  void helpListsTheExitCodes() {
    run("--help");
    for (ExitCode code : ExitCode.values()) {
      assertThat(out.toString()).contains("  " + code.number() + "   " + code.meaning());
    }
  }
}
