package minitaur.controller.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.safety.SafetySettings;
import minitaur.controller.learn.layernorm.LayerNormSacSettings;
import minitaur.controller.learn.paper.PaperSettings;
import minitaur.controller.robot.SimulationSettings;
import minitaur.controller.run.RunSettings;
import minitaur.controller.task.PowerBudget;
import minitaur.controller.task.reward.ForwardVelocityTerm;
import minitaur.controller.task.reward.PitchTerm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static ControllerConfig parse(String yaml, String... assignments) {
    return ControllerConfig.parse(yaml, "walk.yaml", overrides(assignments));
  }

  private static List<ConfigOverride> overrides(String... assignments) {
    return List.of(assignments).stream().map(a -> ConfigOverride.parse("--set", a)).toList();
  }

  private static PaperSettings paper(ControllerConfig config) {
    return (PaperSettings) config.learner();
  }

  private static String errorMessage(String yaml, String... assignments) {
    try {
      parse(yaml, assignments);
    } catch (ConfigException e) {
      return e.getMessage();
    }
    throw new AssertionError("accepted: " + yaml + " " + List.of(assignments));
  }

  @Test
  void readsEmptyTextAsDefaults() {
    assertThat(parse("")).isEqualTo(ControllerConfig.defaults());
    assertThat(parse("# only a comment\n")).isEqualTo(ControllerConfig.defaults());
    assertThat(parse("learner:\n  # batchSize: 3\n")).isEqualTo(ControllerConfig.defaults());
    assertThat(ControllerConfig.read(List.of())).isEqualTo(ControllerConfig.defaults());
  }

  @Test
  void keepsDefaultsOfOmittedSettings() {
    ControllerConfig config =
        parse(
            """
            run:
              seed: -7
              mode: asynchronous
            task:
              reward: {forwardVelocity: 2}
            learner:
              name: paper
              learningRate: 1e-3
              replayCapacity: 1e5
              automaticTemperature: false
            sim:
              profile: NOMINAL
            """);

    assertThat(config.run().seed()).isEqualTo(-7);
    assertThat(config.run().mode()).isEqualTo(RunSettings.Mode.ASYNCHRONOUS);
    assertThat(config.run().steps()).isEqualTo(160_000);
    assertThat(config.task().reward().terms()).contains(new ForwardVelocityTerm(2.0, 1.0));
    assertThat(config.task().reward().terms()).contains(new PitchTerm(0.5));
    assertThat(paper(config).update().learningRate()).isEqualTo(1e-3);
    assertThat(paper(config).replayCapacity()).isEqualTo(100_000);
    assertThat(paper(config).update().automaticTemperature()).isFalse();
    assertThat(config.sim().profile()).isEqualTo(SimulationSettings.Profile.NOMINAL);
    assertThat(config.safety()).isEqualTo(SafetySettings.defaults());
  }

  @Test
  void appliesOverridesInOrderAfterTheFile() {
    ControllerConfig config =
        parse(
            "learner:\n  name: paper\n  batchSize: 32\n  discount: 0.5\n",
            "learner.batchSize=64",
            "learner.batchSize = 128",
            "task.reward.pitch=0");

    assertThat(paper(config).batchSize()).isEqualTo(128);
    assertThat(paper(config).update().discount()).isEqualTo(0.5);
    assertThat(config.task().reward().terms()).contains(new PitchTerm(0));
  }

  @Test
  void overrideReplacesInvalidValueOfTheFile() {
    assertThat(parse("learner: {batchSize: 0}", "learner.batchSize=2").learner().batchSize())
        .isEqualTo(2);
  }

  @Test
  void rejectsUnknownKeyWithItsLineSuggestionAndAllowedKeys() {
    assertThat(errorMessage("run:\n  seed: 1\nlearner:\n  name: paper\n  batchSiez: 128\n"))
        .isEqualTo(
            "walk.yaml, line 5: learner.batchSiez is not a setting; did you mean learner.batchSize?"
                + " settings of learner paper: name, batchSize, hiddenUnits, learningRate,"
                + " discount, targetSmoothing, targetEntropyPerAction, automaticTemperature,"
                + " initialTemperature, logTemperatureLoss, replayCapacity, randomSteps,"
                + " updatesPerStep, mirror");
  }

  @ParameterizedTest
  @CsvSource({
    "learner.learning_rate, learner.update.learningRate",
    "batch_size, learner.batchSize",
    "run.batchSize, learner.batchSize",
    "leraner.batchSize, learner",
    "task.rewards.pitch, task.reward",
    "task.pitch, task.reward.pitch",
    "run.evalationIntervall, run.evaluationInterval"
  })
  void suggestsSimilarKey(String written, String suggestion) {
    assertThat(errorMessage("", written + "=1"))
        .startsWith("--set " + written + "=1: ")
        .contains("is not a setting; did you mean " + suggestion + "? ");
  }

  @Test
  void omitsSuggestionForDissimilarKey() {
    assertThat(errorMessage("color: red\n"))
        .isEqualTo(
            "walk.yaml, line 1: color is not a setting; groups: run, environment, learner,"
                + " compute, recording, task, safety, lane, robot, sim, mocap, operator, console,"
                + " remote");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learner.batchSize=many | learner.batchSize is \"many\"; allowed: an integer up to"
            + " 2147483647",
        "learner.batchSize=1.5 | learner.batchSize is \"1.5\"; allowed: an integer up to"
            + " 2147483647",
        "learner.batchSize=3000000000 | learner.batchSize is \"3000000000\"; allowed: an"
            + " integer up to 2147483647",
        "learner.batchSize=1e9999 | learner.batchSize is \"1e9999\"; allowed: an integer up to"
            + " 2147483647",
        "run.seed=0x10 | run.seed is \"0x10\"; allowed: an integer",
        "learner.update.discount=high | learner.update.discount is \"high\"; allowed: a number",
        "learner.update.discount=NaN | learner.update.discount is \"NaN\"; allowed: a number",
        "learner.update.discount=1e999 | learner.update.discount is \"1e999\"; allowed: a number",
        "learner.mirror=yes | learner.mirror is \"yes\"; allowed: true or false",
        "sim.profile=real | sim.profile is \"real\"; allowed: nominal, realistic, randomized,"
            + " measured",
        "run.mode=fast | run.mode is \"fast\"; allowed: lock-step, asynchronous",
      })
  void rejectsWrongTypeWithTheAllowedValues(String assignment, String problem) {
    assertThat(errorMessage("", assignment)).isEqualTo("--set " + assignment + ": " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learner.batchSize=0 | learner.batchSize is 0; allowed: 1 to 65536",
        "learner.update.discount=1 | learner.update.discount is 1.0; allowed: at least 0, below 1",
        "run.steps=0 | run.steps is 0; allowed: an integer of at least 1",
        "run.checkpointInterval=1000001 | run.checkpointInterval is 1000001; allowed: 1 to 1000000",
        "environment.maxEpisodeSteps=100000000 | environment.maxEpisodeSteps is 100000000; allowed:"
            + " 0 to 1000000",
        "task.policyRateHz=60 | task.policyRateHz is 60.0; allowed: 1 to 1000, with a whole number"
            + " of milliseconds between actions",
        "task.swingRange=1.0 | task.extensionMid is 2.0; allowed: 1.5 to 1.6415926535897931, so"
            + " that swingRange + extensionRange (1.5) keeps every motor within 0 to pi",
        "task.reward.pitch=-1 | task.reward.pitch is -1.0; allowed: 0 to 1000",
        "safety.tiltLimitDegrees=0 | safety.tiltLimitDegrees is 0.0; allowed: above 0, up to 90",
      })
  void rejectsInvalidValueWithTheAllowedRange(String assignment, String problem) {
    assertThat(errorMessage("", assignment)).isEqualTo("--set " + assignment + ": " + problem);
  }

  @Test
  void rejectsInvalidValueOfAFileWithItsLine() {
    assertThat(
            errorMessage("task:\n  kp: 2\n  reward:\n    forwardVelocity: 1\n\n    pitch: -0.5\n"))
        .isEqualTo("walk.yaml, line 6: task.reward.pitch is -0.5; allowed: 0 to 1000");
  }

  @Test
  void rejectsUnknownLearnerWithAllNames() {
    assertThat(errorMessage("learner:\n  name: papre\n"))
        .startsWith("walk.yaml, line 2: learner.name is \"papre\"; allowed: ")
        .contains("paper");
    assertThat(errorMessage("learner:\n  name: [paper]\n"))
        .startsWith("walk.yaml, line 2: learner.name");
  }

  @Test
  void serialRobotIsAsynchronousByDefault() {
    assertThat(parse("robot: {hal: serial, port: p}\n").run().mode())
        .isEqualTo(RunSettings.Mode.ASYNCHRONOUS);
    assertThat(errorMessage("robot: {hal: serial, port: p}\nrun: {mode: lock-step}\n"))
        .contains("robot.hal is serial; allowed: serial with run.mode asynchronous only");
  }

  @Test
  void sustainableTaskHasConfigurablePowerBudget() {
    assertThat(ControllerConfig.defaults().task().powerBudget().isLimited()).isFalse();
    assertThat(parse("task:\n  name: sustainable\n").task().powerBudget().isLimited()).isTrue();
    ControllerConfig changed =
        parse("task:\n  name: sustainable\n  powerBudget:\n    watts: 180\n");
    assertThat(changed.task().powerBudget().watts()).isEqualTo(180);
    assertThat(parse("task:\n  powerBudget:\n    watts: 180\n").task().name())
        .isEqualTo("sustainable");
  }

  @Test
  void readsPowerBudgetInWattsOrCelsius() {
    assertThat(budget("celsius: 70").limitWatts()).isCloseTo(8 * 48 / 1.9246, within(1e-6));
    assertThat(budget("celsius: 120").limitWatts()).as("min of both limits").isEqualTo(230);
    assertThat(budget("{watts: 0, celsius: 120}").limitWatts()).isCloseTo(407.4, within(0.1));
    assertThat(budget("watts: 180").limitWatts()).isEqualTo(180);
    assertThat(PowerBudget.none().limitWatts()).isInfinite();
    assertThat(parse("task:\n  powerBudget: {celsius: 80}\n").task().name())
        .isEqualTo("sustainable");
    assertThat(errorMessage("task:\n  powerBudget: {celsius: 20}\n"))
        .startsWith("walk.yaml, line 2: task.powerBudget.celsius is 20")
        .contains("above 22");
  }

  private static PowerBudget budget(String yaml) {
    String inner = yaml.startsWith("{") ? yaml : "{" + yaml + "}";
    return parse("task:\n  name: sustainable\n  powerBudget: " + inner + "\n").task().powerBudget();
  }

  @Test
  void rejectsTaskWhoseNameContradictsItsPowerBudget() {
    assertThat(errorMessage("task:\n  name: paper\n  powerBudget:\n    watts: 180\n"))
        .startsWith("walk.yaml, line 2: task.name is \"paper\"")
        .contains("sustainable");
  }

  @Test
  void rejectsPowerBudgetForAnotherEnvironment() {
    assertThat(
            errorMessage("environment:\n  id: gymnasium:Hopper-v5\ntask:\n  name: sustainable\n"))
        .contains("environment.id")
        .contains("power");
  }

  @Test
  void paperLearnerHasPublishedSettingsOnGymnasium() {
    String[] gymnasium = {"environment.id=gymnasium:Hopper-v5", "learner.name=paper"};
    PaperSettings published = paper(parse("", gymnasium));
    assertThat(published.randomSteps()).isEqualTo(10_000);
    assertThat(published.update().logTemperatureLoss()).isTrue();
    assertThat(paper(parse("learner: {randomSteps: 5}", gymnasium)).randomSteps()).isEqualTo(5);
    assertThat(
            paper(parse("", gymnasium[0], gymnasium[1], "learner.logTemperatureLoss=false"))
                .update()
                .logTemperatureLoss())
        .isFalse();
    assertThat(paper(parse("", "environment.id=program:x", "learner.name=paper")))
        .isEqualTo(paper(parse("learner: {name: paper}")))
        .isEqualTo(PaperSettings.defaults());
    assertThat(parse("", gymnasium[0], "learner.name=ppo").learner())
        .isEqualTo(parse("", "learner.name=ppo").learner());
  }

  @Test
  void defaultLearnerExploresMoreOnGymnasium() {
    String gymnasium = "environment.id=gymnasium:Hopper-v5";
    LayerNormSacSettings robot = LayerNormSacSettings.defaults();
    LayerNormSacSettings settings = (LayerNormSacSettings) parse("", gymnasium).learner();
    assertThat(settings.randomSteps()).isEqualTo(5000);
    assertThat(settings.update().initialTemperature()).isEqualTo(1);
    assertThat(settings.update().targetEntropyPerAction()).isEqualTo(-1);
    assertThat(settings.update().learningRate()).isEqualTo(robot.update().learningRate());
    assertThat(parse("", "environment.id=program:x").learner()).isEqualTo(robot);
  }

  @Test
  void rejectsRenamedSectionWithHint() {
    assertThat(errorMessage("sac:\n  batch: 3\n"))
        .startsWith("walk.yaml, line 2: sac is not a setting; ")
        .contains("learner")
        .contains("name: paper");
  }

  @Test
  void rejectsGroupForValueAndValueForGroup() {
    assertThat(errorMessage("safety: 30\n"))
        .isEqualTo(
            "walk.yaml, line 1: safety is a group of settings, not a single setting; settings of"
                + " safety: tiltLimitDegrees, robotLimits, mocapLostSeconds, robot");
    assertThat(errorMessage("learner: {batchSize: {size: 3}}\n"))
        .isEqualTo(
            "walk.yaml, line 1: learner.batchSize has more than one value; allowed: an integer up"
                + " to 2147483647");
    assertThat(errorMessage("learner:\n  batchSize: [1, 2]\n"))
        .startsWith("walk.yaml, line 2: learner.batchSize has more than one value");
    assertThat(errorMessage("learner:\n  batchSize:\n"))
        .isEqualTo(
            "walk.yaml, line 2: learner.batchSize has no value; allowed: an integer up to"
                + " 2147483647");
    assertThat(errorMessage("", "learner.batchSize.size=3"))
        .contains("learner.batchSize has more than one value");
  }

  @Test
  void rejectsDuplicateKey() {
    assertThat(errorMessage("learner:\n  batchSize: 1\n  batchSize: 2\n"))
        .contains("line 3")
        .contains("batchSize");
  }

  @Test
  void namesLineAndProblemOfInvalidYaml() {
    assertThat(errorMessage("run:\n\tsteps: 5\n"))
        .startsWith("walk.yaml, line 2: is not valid YAML (found character '\\t(TAB)'");
    assertThat(errorMessage("run:\n  steps: [1, 2\nlearner:\n"))
        .startsWith("walk.yaml, line 3: is not valid YAML (expected ',' or ']'");
  }

  @Test
  void rejectsAnchors() {
    assertThat(errorMessage("learner:\n  batchSize: &b 3\n  hiddenUnits: *b\n"))
        .isEqualTo(
            "walk.yaml, line 3: learner.hiddenUnits refers to an anchor; write the value itself");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "learner: {batchSize: 1",
        "learner:\n\tbatchSize: 1\n",
        "- 1\n- 2\n",
        "just words",
        "a: 1\n---\nb: 2\n",
        "learner:\n  batchSize: 1\n a: 2\n",
        "\"unclosed",
        "? [1, 2]\n: 3\n",
        "<<: {run: 1}\n",
      })
  void rejectsInvalidYamlWithOneLineMessage(String yaml) {
    assertThat(errorMessage(yaml)).startsWith("walk.yaml").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "learner.batchSize",
        "=3",
        "learner.batchSize=",
        ".batch=3",
        "learner.=3",
        "learner..batch=3"
      })
  void rejectsMalformedOverride(String assignment) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfigOverride.parse("--set", assignment))
        .withMessage(
            "--set "
                + assignment
                + ": is not of the form KEY=VALUE; write it like --set"
                + " learner.batchSize=128");
  }

  @Test
  void readsFilesAndReportsUnreadableOnes(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("walk.yaml");
    Files.writeString(file, "run: {seed: 5}");
    assertThat(ControllerConfig.read(file, overrides("run.steps=10")).run().seed()).isEqualTo(5);

    Path missing = directory.resolve("none.yaml");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ControllerConfig.read(missing, List.of()))
        .withMessage(
            missing + ": does not exist; \"minitaur config\" prints a configuration to edit");

    Files.write(file, "run: {seed: \u00e9}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ControllerConfig.read(file, List.of()))
        .withMessage(file + ": is not UTF-8 text");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ControllerConfig.read(directory, List.of()))
        .withMessageStartingWith(directory + ": cannot be read");
  }
}
