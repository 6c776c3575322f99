package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.robot.RobotSettings;
import minitaur.controller.robot.SimulationSettings;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.train.ResumeCheck;
import minitaur.controller.train.Training;
import minitaur.controller.train.TrainingException;
import minitaur.controller.train.TrainingListener;
import minitaur.controller.verify.Benchmark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

class MinitaurCommandTest {
  private final TestProgram program = new TestProgram();

  @Test
  void trainUsesDefaults() throws IOException {
    TrainCommand train = program.parse(TrainCommand.class, "train");
    assertThat(train.config()).isEqualTo(ControllerConfig.defaults());
    assertThat(train.directory(train.config()))
        .isEqualTo(Path.of("runs", "2026-03-01-142530-realistic-seed0"));
  }

  @Test
  void trainAppliesEveryOption(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("walk.yaml"), "learner: {batchSize: 8}\ncompute: {threads: 1}");
    TrainCommand train =
        program.parse(
            TrainCommand.class,
            "train",
            "--config=" + file,
            "--set=learner.batchSize=16",
            "--set=run.seed=1",
            "--profile=nominal",
            "--seed=7",
            "--steps=300",
            "--asynchronous",
            "--no-progress",
            "--run-dir=here");
    ControllerConfig config = train.config();
    assertThat(config.learner().batchSize()).isEqualTo(16);
    assertThat(config.compute().threads()).isEqualTo(1);
    assertThat(config.run().seed()).isEqualTo(7);
    assertThat(config.run().steps()).isEqualTo(300);
    assertThat(config.run().mode()).isEqualTo(RunSettings.Mode.ASYNCHRONOUS);
    assertThat(config.sim().profile()).isEqualTo(SimulationSettings.Profile.NOMINAL);
    assertThat(train.directory(config)).isEqualTo(Path.of("here"));
  }

  @Test
  void defaultDirectoryContainsProfileAndSeed() throws IOException {
    TrainCommand train =
        program.parse(TrainCommand.class, "train", "--profile=nominal", "--seed=-3");
    assertThat(train.directory(train.config()))
        .isEqualTo(Path.of("runs", "2026-03-01-142530-nominal-seed-3"));
  }

  @Test
  void resumeUsesConfigurationOfRun(@TempDir Path directory) throws IOException {
    ControllerConfig config = ControllerConfig.parse("run: {seed: 4}", "test", List.of());
    RunDirectory.create(directory, config, program.program().build()).close();
    TrainCommand train =
        program.parse(
            TrainCommand.class, "train", "--resume", directory.toString(), "--steps", "9");
    assertThat(train.config().run().seed()).isEqualTo(4);
    assertThat(train.config().run().steps()).isEqualTo(9);
    assertThat(train.directory(train.config())).isEqualTo(directory);
  }

  @Test
  void resumeRejectsFile(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("policy.safetensors"));
    assertThat(program.run("train", "--resume", file.toString())).isEqualTo(2);
    assertThat(program.err())
        .isEqualTo(
            "minitaur train: %s: is not the directory of a run; it contains no config.yaml%n"
                .formatted(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seed=1",
        "--profile=nominal",
        "--set=learner.batchSize=1",
        "--config=x",
        "--asynchronous",
        "--run-dir=y",
        "--learner=droq",
        "--task=sustainable",
        "--env-python=python3",
        "--port=p"
      })
  void resumeRejectsOtherSettings(String option) {
    assertThat(program.run("train", "--resume=runs/a", option)).isEqualTo(2);
    assertThat(program.err())
        .startsWith("minitaur train: --resume uses the configuration of the run in runs/a")
        .contains("so " + option.replaceAll("=.*", "") + " cannot be given");
  }

  @ParameterizedTest
  @CsvSource({"layer-norm-sac, droq", "ddpg, td3"})
  void resumeRejectsOtherLearnerWithoutWriting(
      String learner, String other, @TempDir Path directory) throws IOException {
    ControllerConfig config =
        ControllerConfig.parse(
            "run: {mode: asynchronous}\nlearner: {name: " + learner + "}", "test", List.of());
    RunDirectory.create(directory, config, program.program().build()).close();
    String yaml = Files.readString(directory.resolve("config.yaml"));

    assertThat(program.run("train", "--resume=" + directory, "--learner=" + other)).isEqualTo(2);
    assertThat(program.err()).contains("--learner cannot be given");
    program.clear();
    assertThat(program.run("trainer", "--run-dir=" + directory, "--learner", other)).isEqualTo(2);
    assertThat(program.err())
        .contains(
            "learner.name is %s, requested is %s (--learner %s)".formatted(learner, other, other));
    assertThat(directory.resolve("config.yaml")).hasContent(yaml);
  }

  @Test
  void resumeAcceptsSessionOptions(@TempDir Path directory) throws IOException {
    ControllerConfig config = ControllerConfig.defaults();
    RunDirectory.create(directory, config, program.program().build()).close();
    TrainCommand train =
        program.parse(
            TrainCommand.class,
            "train",
            "--resume=" + directory,
            "--until=5",
            "--operator=none",
            "--bind=127.0.0.1",
            "--no-console",
            "--open",
            "--accept-config",
            "--no-progress",
            "--debug");
    assertThat(train.config()).isEqualTo(config);
  }

  @Test
  void resumeRejectsDirectoryWithoutRun(@TempDir Path directory) {
    assertThat(program.run("train", "--resume", directory.toString())).isEqualTo(2);
    assertThat(program.err())
        .startsWith("minitaur train: " + directory + ": ")
        .contains("config.yaml")
        .hasLineCount(1);
  }

  /** A run may end before the first checkpoint with its new configuration. */
  @Test
  void resumesWithConfigurationOfStartThatEndedEarly(@TempDir Path directory) throws IOException {
    BuildInfo build = program.program().build();
    ControllerConfig config =
        ControllerConfig.parse("learner: {hiddenUnits: 8, batchSize: 8}", "test", List.of());
    try (RunDirectory run = RunDirectory.create(directory, config, build)) {
      Training.run(config, run, "test", TrainingListener.silent(), () -> true);
    }
    ControllerConfig longer =
        ResumeCheck.config(
            directory, List.of(new ConfigOverride("--steps", "run.steps", "900")), false);
    RunDirectory.open(directory, longer, build).close();

    assertThat(ResumeCheck.config(directory, List.of(), false)).isEqualTo(longer);
    Path file = directory.resolve("config.yaml");
    Files.writeString(file, Files.readString(file).replace("steps: 900", "steps: 901"));
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> ResumeCheck.config(directory, List.of(), false))
        .withMessageContaining("run.steps is 901 in config.yaml, but 160000 in the checkpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train --resume=", "plot --output=a.png ", "runs ", "evaluate --policy="})
  void rejectsEmptyPath(String command) {
    assertThat(program.run(command.split(" ", -1))).isEqualTo(2);
    assertThat(program.err()).contains(" is empty; give a path").hasLineCount(2);
  }

  @Test
  void readsArgumentWithAtSignAsItIs(@TempDir Path directory) throws IOException {
    Path arguments = Files.writeString(directory.resolve("arguments"), "--help");
    assertThat(program.run("runs", "@" + arguments)).isEqualTo(2);
    assertThat(program.err()).contains("@" + arguments + ": no such directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train --port=p",
        "evaluate --policy=a --port=p",
        "collect --trainer=http://host:8090 --port=p",
        "calibrate motors --port=p"
      })
  void rejectsPortOfSimulatedRobot(String command) {
    assertThat(program.run(command.split(" ", -1))).isEqualTo(2);
    assertThat(program.err())
        .contains("--port p: robot.hal is simulated; add --hal serial to use the robot");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trainer status --trainer=x | --trainer is x; allowed: a URL such as",
        "collect --trainer=ftp://x | --trainer is ftp://x; allowed: a URL such as",
        "render --policy=p --output=a.jpg | --output is a.jpg; allowed: a .png file",
        "config --set=learner.name=ppo --set=learner.batchSize=4 | is not a setting; settings of",
        "export --policy=p --output=o --format=x | 'x'; allowed: c, numpy, onnx",
        "train --operator=x | 'x'; allowed: auto, terminal, headless, none",
        "plot run --output=a.png --x=x | 'x'; allowed: steps, robot-time",
        "mocap --vrpn=h --up=x | 'x'; allowed: z, y",
        "rehearse --robot=x | 'x'; allowed: ",
        "trainer status --trainer=http:// | 'http://' is not a URL; allowed: such as http://",
        "trainer status --certificate=pom.xml | --certificate pom.xml: cannot be used (",
        "trainer status --certificate=none | --certificate none: cannot be used (no such file)",
        "doctor --port= | --port is empty; allowed: the path of a serial port",
        "doctor --port=p --baud=-1 | --baud is -1; allowed: 0 or more",
        "emulate --protocol-version=300 | --protocol-version is 300; allowed: 0 to 255",
        "mocap --vrpn=h --direction=NaN | --direction is NaN; allowed: a finite number",
        "mocap --vrpn=h --offset=0,0,NaN | --offset is NaN; allowed: finite numbers",
        "train --no-console --open --steps=1 | --open: --no-console disables the page; give only one of them",
        "collect --trainer=http://h --no-console --bind=h | --bind h: --no-console disables the page",
        "train --set=console.enabled=false --open --steps=1 | --open: console.enabled=false disables the page",
        "trainer status --trainer=http://h --token=t --token-file=f | --token-file excludes --token",
        "train --hal=serial --port=p --profile=nominal | --profile nominal: robot.hal is serial"
      })
  void rejectsInvalidValue(String commandAndMessage) {
    String[] parts = commandAndMessage.split(" \\| ", -1);
    assertThat(program.run(parts[0].split(" ", -1))).isEqualTo(2);
    assertThat(program.err()).contains(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train --accept-config | --resume",
        "train --env=program:x --open | --env minitaur",
        "train --env=program:x --profile=nominal | --env minitaur",
        "demo --image=i.png --open | the page, not --video or --image",
        "emulate --ground-truth=f | --randomized",
        "emulate --protocol-version=2 --board=moteus | --board minitaur-link",
        "emulate --mocap-rate=60 | --vrpn, --natnet or --qtm",
        "emulate --mocap-multicast=eth1 --vrpn | --natnet",
        "mocap --direction=90 --set=mocap.source=vrpn --set=mocap.host=h --set=mocap.body=b | --vrpn, --natnet or --qtm",
        "mocap --interface=eth1 --vrpn=h | --natnet",
        "sweep plan.yaml --image=i | --executor kubernetes",
        "sweep plan.yaml --slurm-option=o | --executor slurm",
        "sweep plan.yaml --rows=0-3 | --row",
        "demo --seconds=3 | --video or --image",
        "generalize --policy=p --suite=robustness --episode-seconds=9 | --suite terrains",
        "calibrate camera lane --tag=20=0,0 --board-height=0.2 | --walk",
        "calibrate camera lane --walk --images=9 | --tag",
        "calibrate camera board --output=a.png --tag=21 | --kind floor",
        "rehearse --minutes=1 | --fleet",
        "rehearse --fleet=2 --faults=1 | a rehearsal without --fleet",
        "trainer --tls-password-file=f | --tls-keystore"
      })
  void rejectsOptionWithoutEffect(String commandAndNeed) {
    String[] parts = commandAndNeed.split(" \\| ", -1);
    assertThat(program.run(parts[0].split(" ", -1))).isEqualTo(2);
    assertThat(program.err()).containsPattern(": --[a-z-]+ needs " + parts[1] + "\\R");
  }

  @Test
  void rejectsSweepThatIsNotText(@TempDir Path directory) throws IOException {
    Path plan = Files.write(directory.resolve("plan.yaml"), new byte[] {-1, -2});
    assertThat(program.run("sweep", plan.toString())).isEqualTo(2);
    assertThat(program.err()).isEqualTo("minitaur sweep: %s: is not UTF-8 text%n".formatted(plan));
  }

  @Test
  void trainerRejectsKeystoreBeforeCreatingRun(@TempDir Path directory) throws IOException {
    Path keystore = Files.writeString(directory.resolve("trainer.p12"), "text");
    Path run = directory.resolve("run");
    for (Path file : List.of(keystore, directory.resolve("none"))) {
      program.clear();
      assertThat(program.run("trainer", "--tls-keystore=" + file, "--run-dir=" + run)).isEqualTo(2);
      assertThat(program.err()).contains("--tls-keystore " + file + " cannot be read");
    }
    assertThat(run).doesNotExist();
  }

  @Test
  void rejectsLogOfSimulatedRobot(@TempDir Path directory) {
    assertThat(program.run("evaluate", "--policy=a", "--log=" + directory.resolve("a.iolog")))
        .isEqualTo(2);
    assertThat(program.err()).contains("--log records a real robot; add --hal serial");
  }

  @Test
  void serialOptionOverridesModeOfConfigFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("c.yaml"), "run: {mode: lock-step}");
    TrainCommand train =
        program.parse(
            TrainCommand.class, "train", "--hal=serial", "--port=/dev/ttyX", "--config=" + file);
    ControllerConfig config = train.config();
    assertThat(config.robot().hal()).isEqualTo(RobotSettings.Hal.SERIAL);
    assertThat(config.robot().serial().port()).isEqualTo("/dev/ttyX");
    assertThat(config.run().mode()).isEqualTo(RunSettings.Mode.ASYNCHRONOUS);
    assertThat(train.directory(config))
        .isEqualTo(Path.of("runs", "2026-03-01-142530-minitaur-seed0"));
  }

  @Test
  void serialLearnsSustainableGaitUnlessTaskIsSet(@TempDir Path directory) throws IOException {
    Path serial = Files.writeString(directory.resolve("a.yaml"), "robot: {hal: serial, port: p}");
    Path task = Files.writeString(directory.resolve("b.yaml"), "task: {name: paper}");
    Path gain = Files.writeString(directory.resolve("c.yaml"), "task: {kp: 0.4}");
    String[] robot = {"train", "--hal=serial", "--port=p"};
    assertThat(task(robot)).isEqualTo(TaskSettings.sustainable());
    assertThat(task("train", "--set=run.mode=asynchronous", "--config=" + serial))
        .isEqualTo(TaskSettings.sustainable());
    assertThat(task("train", "--hal=Serial", "--port=p")).isEqualTo(TaskSettings.sustainable());
    assertThat(task("train", "--set=robot.hal=SERIAL", "--set=run.mode=ASYNCHRONOUS", robot[2]))
        .isEqualTo(TaskSettings.sustainable());
    assertThat(task(robot[0], robot[1], robot[2], "--config=" + gain).gains().kp()).isEqualTo(0.4);
    assertThat(task(robot[0], robot[1], robot[2], "--config=" + gain).name())
        .isEqualTo(TaskSettings.SUSTAINABLE);
    assertThat(task(robot[0], robot[1], robot[2], "--config=" + task))
        .isEqualTo(TaskSettings.paper());
    assertThat(task(robot[0], robot[1], robot[2], "--task=paper")).isEqualTo(TaskSettings.paper());
    assertThat(task("train", "--hal=simulated")).isEqualTo(TaskSettings.paper());
  }

  private TaskSettings task(String... arguments) throws IOException {
    return program.parse(TrainCommand.class, arguments).config().task();
  }

  @Test
  void serialRejectsLockStepAndMissingPort() {
    assertThat(program.run("train", "--hal=serial", "--port=p", "--set=run.mode=lock-step"))
        .isEqualTo(2);
    assertThat(program.err()).contains("robot.hal is serial").contains("run.mode asynchronous");
    assertThat(program.run("evaluate", "--policy=p", "--hal=serial")).isEqualTo(2);
    assertThat(program.err()).contains("robot.port is empty").contains("--port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate --policy", "sweep", "sweep status", "config --config"})
  void rejectsDirectoryAsFile(String command, @TempDir Path directory) {
    String[] arguments = (command + " " + directory).split(" ", -1);
    assertThat(program.run(arguments)).isEqualTo(2);
    assertThat(program.err()).contains(directory + " is a directory; give the name of a file");
  }

  @Test
  void rejectsMissingLogAndUnknownBoard(@TempDir Path directory) {
    assertThat(program.run("replay", directory.resolve("none").toString())).isEqualTo(2);
    assertThat(program.run("doctor", "--port=/dev/ttyX", "--board=arduino")).isEqualTo(2);
    assertThat(program.err())
        .contains("no such file")
        .contains("'arduino'; allowed: minitaur-link, ghost");
  }

  @Test
  void emulateRejectsContradictoryOptions() {
    assertThat(program.run("emulate", "--fault=unplug@2")).isEqualTo(2);
    assertThat(program.err()).contains("--fault unplug needs --link");
    assertThat(program.run("emulate", "--fault=explode@2")).isEqualTo(2);
    assertThat(program.err()).contains("explode@2");
    assertThat(program.run("emulate", "--drop=2")).isEqualTo(2);
    assertThat(program.run("emulate", "--ground-truth=f")).isEqualTo(2);
    assertThat(program.err()).contains("--ground-truth needs --randomized");
    assertThat(program.run("emulate", "--randomized=1", "--profile=nominal")).isEqualTo(2);
    assertThat(program.err()).contains("--randomized excludes --profile");
  }

  @Test
  void configOutputRoundTrips() {
    assertThat(program.run("config", "--set", "run.steps=5")).isZero();
    assertThat(ControllerConfig.parse(program.out(), "printed", List.of()).run().steps())
        .isEqualTo(5);
  }

  @Test
  void invalidConfigurationIsUsageError() {
    assertThat(program.run("train", "--seed", "x")).isEqualTo(2);
    assertThat(program.err())
        .isEqualTo("minitaur train: --seed x: run.seed is \"x\"; allowed: an integer\n");
  }

  @Test
  void debugOptionWorksBeforeAndAfterCommand() {
    program.run("train", "--seed", "x", "--debug");
    assertThat(program.err()).contains("\tat minitaur.");
    program.clear();
    program.run("--debug", "train", "--seed", "x");
    assertThat(program.err()).contains("\tat minitaur.");
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
        "generalize",
        "generalize --policy=p --episodes=0",
        "bench",
        "bench robot",
        "bench sim --seconds=0",
        "bench sim --seconds=NaN",
        "bench stop --count=0",
        "calibrate",
        "calibrate compare",
        "render --policy=p"
      })
  void invalidCommandLineIsUsageError(String line) {
    assertThat(program.run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
    assertThat(program.err())
        .startsWith("minitaur")
        .contains("Try: minitaur")
        .doesNotContain("\tat ");
    assertThat(program.out()).isEmpty();
  }

  @Test
  void reportsAllowedValuesForMalformedTerrain() {
    assertThat(program.run("generalize", "--policy=p", "--terrain=hill")).isEqualTo(2);
    assertThat(program.err())
        .contains("sim.terrain is \"hill\"", "choose one of flat, slope:DEGREES")
        .doesNotContain("\tat ");
  }

  @Test
  void benchmarkNamesAreLowerCase() {
    program.run("bench", "robot");
    assertThat(program.err()).contains("learner, sim, loop").doesNotContain("LEARNER");
    program.run("bench", "--help");
    assertThat(program.out()).contains("learner, sim, loop").doesNotContain("LEARNER");
  }

  @Test
  void benchHelpDescribesEachBenchmark() {
    program.run("bench", "--help");
    String help = program.out().replaceAll("\\s+", " ");
    for (Benchmark each : Benchmark.values()) {
      assertThat(help).contains(each.summary());
    }
  }

  @Test
  void reportsUnknownOptionBesidesMissingOne() {
    assertThat(program.run("evaluate", "--polcy", "p")).isEqualTo(2);
    assertThat(program.err()).contains("--policy=FILE").contains("unknown: --polcy");
  }

  /** A command with predefined behavior. */
  @CommandLine.Command(name = "trial")
  private record FakeCommand(Callable<ExitCode> behavior) implements Callable<ExitCode> {
    @Override
    public ExitCode call() throws Exception {
      return behavior.call();
    }
  }

  private int runFakeCommand(Callable<ExitCode> behavior) {
    return TestProgram.withoutColors(
            MinitaurCommand.create(program.program(), new FakeCommand(behavior)))
        .execute("trial");
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void returnsExitCodeOfCommand(ExitCode code) {
    assertThat(runFakeCommand(() -> code)).isEqualTo(code.number());
  }

  @Test
  void failureExitsWithOneAndPrintsOneLine() {
    int missing =
        runFakeCommand(
            () -> {
              throw new NoSuchFileException("p.safetensors");
            });
    assertThat(missing).isEqualTo(1);
    assertThat(program.err()).isEqualTo("minitaur trial: p.safetensors: no such file\n");
    program.clear();
    int broken =
        runFakeCommand(
            () -> {
              throw new IllegalStateException("broken");
            });
    assertThat(broken).isEqualTo(1);
    assertThat(program.err())
        .isEqualTo(
            "minitaur trial: internal error: java.lang.IllegalStateException: broken;"
                + " --debug prints the stack trace\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "train ", "evaluate ", "config ", "bench ", "render "})
  void printsHelpWithExamplesAndVersion(String command) {
    assertThat(program.run((command + "--help").split(" ", -1))).isZero();
    assertThat(program.out()).contains("  minitaur ").contains("--debug");
    assertThat(program.out().lines()).allMatch(line -> line.length() <= 80);
    program.clear();
    assertThat(program.run((command + "--version").split(" ", -1))).isZero();
    assertThat(program.out()).isEqualTo("minitaur 1.2.3, revision abc123-dirty\n");
  }

  @Test
  void helpCommandEqualsHelpOption() {
    assertThat(program.run("train", "--help")).isZero();
    String help = program.out();
    program.clear();
    assertThat(program.run("help", "train")).isZero();
    assertThat(program.out()).isEqualTo(help);
  }

  /** Names of settings and files, and examples, must stay in one piece to be copied. */
  @Test
  void helpOfEveryCommandBreaksNoWord() {
    for (CommandLine line : allCommands(program.commandLine()).toList()) {
      String help = line.getUsageMessage();
      assertThat(help.lines()).allMatch(each -> each.length() <= 80);
      CommandLine.Model.UsageMessageSpec usage = line.getCommandSpec().usageMessage();
      assertThat(help.lines())
          .containsAll(Stream.of(usage.footer()).flatMap(String::lines).toList());
      assertThat(List.of(help.split("\\s+"))).containsAll(words(usage.description()));
      for (OptionSpec option : line.getCommandSpec().options()) {
        if (!option.hidden()) {
          assertThat(List.of(help.split("\\s+"))).containsAll(words(option.description()));
        }
      }
    }
  }

  private static Stream<CommandLine> allCommands(CommandLine line) {
    return Stream.concat(
        Stream.of(line),
        line.getSubcommands().values().stream().flatMap(MinitaurCommandTest::allCommands));
  }

  /** The words of a description, except variables. */
  private static List<String> words(String... description) {
    return Stream.of(description)
        .flatMap(text -> Stream.of(text.replace("%%", "%").replace("%n", " ").trim().split("\\s+")))
        .filter(word -> !word.contains("${"))
        .toList();
  }

  @Test
  void helpListsExitCodes() {
    program.run("--help");
    for (ExitCode code : ExitCode.values()) {
      assertThat(program.out()).contains("  " + code.number() + "   ");
    }
  }

  /** Every option with a value is required or shows its default, in every command. */
  @Test
  void helpShowsEveryDefault() {
    assertThat(optionsMatching((line, option) -> !showsDefault(option))).isEmpty();
  }

  private static boolean showsDefault(OptionSpec option) {
    boolean described = String.join(" ", option.description()).contains("Default");
    boolean shown =
        option.defaultValue() != null
            && option.showDefaultValue() != CommandLine.Help.Visibility.NEVER;
    boolean flag = option.arity().max() == 0;
    return flag || option.required() || option.hidden() || described || shown;
  }

  @Test
  void helpShowsNoDefaultTwice() {
    assertThat(optionsMatching(MinitaurCommandTest::showsDefaultTwice)).isEmpty();
  }

  private static boolean showsDefaultTwice(CommandLine line, OptionSpec option) {
    CommandLine.Help help = line.getHelp();
    CommandLine.Help.Layout layout = help.createDefaultLayout();
    layout.addOption(option, help.parameterLabelRenderer());
    return layout.toString().split("\\bDefault\\b", -1).length > 2;
  }

  /** The options of all commands for which a condition holds. */
  private List<String> optionsMatching(BiPredicate<CommandLine, OptionSpec> condition) {
    List<String> matches = new ArrayList<>();
    addOptions(program.commandLine(), condition, matches);
    return matches;
  }

  private static void addOptions(
      CommandLine line, BiPredicate<CommandLine, OptionSpec> condition, List<String> matches) {
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (condition.test(line, option)) {
        matches.add(line.getCommandSpec().qualifiedName() + " " + option.longestName());
      }
    }
    line.getSubcommands().values().forEach(each -> addOptions(each, condition, matches));
  }

  /** NullAway does not check the fields that picocli sets. */
  @Test
  void everyFieldWithoutValueIsNullable() {
    assertThat(fieldsThatMayBeUnset(program.commandLine()))
        .isNotEmpty()
        .filteredOn(field -> field.getDeclaringClass().getName().startsWith("minitaur."))
        .allMatch(field -> field.getAnnotatedType().isAnnotationPresent(Nullable.class));
  }

  private static List<Field> fieldsThatMayBeUnset(CommandLine line) {
    List<Field> fields = new ArrayList<>();
    for (ArgSpec each : line.getCommandSpec().args()) {
      boolean hasValue =
          each.required() || each.defaultValue() != null || each.initialValue() != null;
      if (!hasValue && each.userObject() instanceof Field field) {
        fields.add(field);
      }
    }
    line.getSubcommands().values().forEach(each -> fields.addAll(fieldsThatMayBeUnset(each)));
    return fields;
  }

  /** In all commands, --port is a serial device and --http-port a TCP port. */
  @Test
  void portOptionIsAlwaysASerialDevice() {
    assertThat(paramLabels(program.commandLine(), "--port")).containsOnly("PATH");
    assertThat(paramLabels(program.commandLine(), "--http-port")).containsOnly("N");
  }

  private static List<String> paramLabels(CommandLine line, String name) {
    List<String> labels = new ArrayList<>();
    OptionSpec option = line.getCommandSpec().findOption(name);
    if (option != null) {
      labels.add(option.paramLabel());
    }
    line.getSubcommands().values().forEach(each -> labels.addAll(paramLabels(each, name)));
    return labels;
  }
}
