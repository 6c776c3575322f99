package minitaur.controller.settings;

import static minitaur.hal.settings.InvalidSettingException.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import minitaur.controller.config.ConditionalDefault;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.NamedSettings;
import minitaur.controller.episode.EpisodeSettings;
import minitaur.controller.episode.safety.SafetySettings;
import minitaur.controller.external.EnvironmentSettings;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.catalog.LearnerRegistry;
import minitaur.controller.lifecycle.OperatorSettings;
import minitaur.controller.record.RecordingSettings;
import minitaur.controller.robot.HardwareSettings;
import minitaur.controller.robot.MocapSettings;
import minitaur.controller.robot.RobotSettings;
import minitaur.controller.robot.SimulationSettings;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunDirectoryException;
import minitaur.controller.run.RunSettings;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The complete configuration of a run, which is written to the run directory. Each section is a
 * record of the package that uses it.
 */
public record ControllerConfig(
    @Inline Training training,
    @Inline EpisodeSettings episode,
    @Inline HardwareSettings hardware,
    @Inline Interfaces interfaces) {

  private static final List<ConditionalDefault> CONDITIONAL_DEFAULTS = conditionalDefaults();

  /** The sections of the training. */
  public record Training(
      @Setting(doc = "The run: seed, length, evaluation and checkpoints.") RunSettings run,
      @Setting(doc = "Which environment the learner trains on.") EnvironmentSettings environment,
      @Setting(doc = "The learning algorithm and its settings.") LearnerSettings learner,
      @Setting(doc = "Compute settings of the learner.") ComputeSettings compute,
      @Setting(doc = "What is recorded of a run.") RecordingSettings recording)
      implements NamedSettings.ChoiceProvider {
    @Override
    public List<LearnerSettings> choices() {
      return LearnerRegistry.all();
    }
  }

  /** The sections of operator interfaces and remote training. */
  public record Interfaces(
      @Setting(doc = "Requests to the operator and start conditions of an episode.")
          OperatorSettings operator,
      @Setting(doc = "The operator console in the browser.") ConsoleSettings console,
      @Setting(doc = "Training on two computers: the commands trainer and collect.")
          RemoteSettings remote) {}

  private static List<ConditionalDefault> conditionalDefaults() {
    List<ConditionalDefault> list = new ArrayList<>();
    // A real robot cannot wait for the learner, and learns a gait that its motors can sustain.
    list.add(onRobot("run.mode", "asynchronous"));
    list.add(onRobot("task.name", TaskSettings.SUSTAINABLE));
    List<LearnerSettings> learners = LearnerRegistry.all();
    for (LearnerSettings learner : learners) {
      Predicate<@Nullable String> isSelected =
          name -> name == null ? learner.equals(learners.get(0)) : name.equals(learner.name());
      learner
          .gymnasiumDefaults()
          .forEach(
              (key, value) ->
                  list.add(
                      new ConditionalDefault(
                          Map.of(
                              "learner.name",
                              isSelected,
                              "environment.id",
                              id -> id != null && EnvironmentSettings.isGymnasium(id)),
                          "learner %s on a Gymnasium environment".formatted(learner.name()),
                          "learner." + key,
                          value)));
    }
    return List.copyOf(list);
  }

  private static ConditionalDefault onRobot(String key, String value) {
    return new ConditionalDefault(
        Map.of("robot.hal", "serial"::equalsIgnoreCase), "robot.hal serial", key, value);
  }

  /** Checks settings that depend on each other. */
  public ControllerConfig {
    require(
        !hardware.robot().isSerial() || training.run().mode() == RunSettings.Mode.ASYNCHRONOUS,
        "robot.hal",
        "serial",
        "serial with run.mode asynchronous only; a real robot cannot wait for the learner as"
            + " lock-step requires");
    EnvironmentSettings environment = training.environment();
    require(
        !environment.isExternal()
            || (!hardware.robot().isSerial()
                && training.run().mode() == RunSettings.Mode.LOCK_STEP),
        "environment.id",
        environment.id(),
        "minitaur only, unless run.mode is lock-step and robot.hal is simulated");
    require(
        !environment.isExternal() || !episode.task().powerBudget().isLimited(),
        "environment.id",
        environment.id(),
        "minitaur only with task sustainable; other environments report no electrical power");
  }

  /** The project's defaults. */
  public static ControllerConfig defaults() {
    return new ControllerConfig(
        new Training(
            RunSettings.defaults(),
            EnvironmentSettings.defaults(),
            LearnerRegistry.all().get(0),
            ComputeSettings.defaults(),
            RecordingSettings.defaults()),
        EpisodeSettings.defaults(),
        HardwareSettings.defaults(),
        new Interfaces(
            OperatorSettings.defaults(), ConsoleSettings.defaults(), RemoteSettings.defaults()));
  }

  /**
   * Returns the defaults with overrides applied.
   *
   * @param overrides later ones take precedence. Not modified.
   * @throws minitaur.controller.config.ConfigException when an override is invalid
   */
  public static ControllerConfig read(List<ConfigOverride> overrides) {
    return parse("", "the command line", overrides);
  }

  /**
   * Returns the defaults with the settings of a file and overrides applied.
   *
   * @param overrides take precedence over the file, later ones over earlier ones. Not modified.
   * @throws minitaur.controller.config.ConfigException when the file or an override is invalid
   */
  public static ControllerConfig read(Path file, List<ConfigOverride> overrides) {
    return ConfigReader.read(defaults(), CONDITIONAL_DEFAULTS, file, overrides);
  }

  /**
   * Returns the defaults with the settings of a YAML text and overrides applied.
   *
   * @param name of the text, for messages
   * @param overrides take precedence over the text, later ones over earlier ones. Not modified.
   * @throws minitaur.controller.config.ConfigException when the text or an override is invalid
   */
  public static ControllerConfig parse(String yaml, String name, List<ConfigOverride> overrides) {
    return ConfigReader.parse(defaults(), CONDITIONAL_DEFAULTS, yaml, name, overrides);
  }

  /**
   * Display name of the robot: the name of the robot, "simulated" and the profile, or the external
   * environment.
   */
  public String robotDisplayName() {
    return environment().isExternal()
        ? environment().id()
        : (robot().isSerial() ? "" : "simulated, ") + robotLabel();
  }

  /**
   * Reads the configuration of an existing run, with overrides applied.
   *
   * @throws RunDirectoryException when the directory contains no run
   * @throws minitaur.controller.config.ConfigException when the configuration or an override is
   *     invalid
   */
  public static ControllerConfig ofRun(Path run, List<ConfigOverride> overrides)
      throws RunDirectoryException {
    return read(RunDirectory.configOf(run), overrides);
  }

  /**
   * Name of the robot, of the simulation profile, or of the external environment; used in names of
   * runs.
   */
  public String robotLabel() {
    if (environment().isExternal()) {
      return environment().id();
    }
    return robot().isSerial() ? robot().name() : sim().profile().name().toLowerCase(Locale.ROOT);
  }

  /** The run. */
  public RunSettings run() {
    return training.run();
  }

  /** The walking task. */
  public TaskSettings task() {
    return episode.task();
  }

  /** Safety limits: when the supervisor ends an episode or stops the motors. */
  public SafetySettings safety() {
    return episode.safety();
  }

  /** The environment that the learner trains on. */
  public EnvironmentSettings environment() {
    return training.environment();
  }

  /** The learner. */
  public LearnerSettings learner() {
    return training.learner();
  }

  /** Settings of the learner's computation. */
  public ComputeSettings compute() {
    return training.compute();
  }

  /** Settings of the recording. */
  public RecordingSettings recording() {
    return training.recording();
  }

  /** The controlled robot. */
  public RobotSettings robot() {
    return hardware.robot();
  }

  /** The simulated robot. */
  public SimulationSettings sim() {
    return hardware.sim();
  }

  /** The motion capture. */
  public MocapSettings mocap() {
    return hardware.mocap();
  }

  /** Settings of operator requests. */
  public OperatorSettings operator() {
    return interfaces.operator();
  }

  /** The operator console in the browser. */
  public ConsoleSettings console() {
    return interfaces.console();
  }

  /** Training on two computers. */
  public RemoteSettings remote() {
    return interfaces.remote();
  }
}
