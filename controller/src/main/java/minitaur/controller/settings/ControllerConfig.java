package minitaur.controller.settings;

import static minitaur.hal.settings.InvalidSettingException.require;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.NamedSettings;
import minitaur.controller.episode.EpisodeSettings;
import minitaur.controller.episode.safety.Lane;
import minitaur.controller.episode.safety.SafetySettings;
import minitaur.controller.external.EnvironmentSettings;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.catalog.AllLearners;
import minitaur.controller.lifecycle.OperatorSettings;
import minitaur.controller.record.RecordingSettings;
import minitaur.controller.robot.HardwareSettings;
import minitaur.controller.robot.MocapSettings;
import minitaur.controller.robot.RobotSettings;
import minitaur.controller.robot.SimulationSettings;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunDirectoryException;
import minitaur.controller.run.RunOverview;
import minitaur.controller.run.RunSettings;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/**
 * The complete configuration of a run, which is written into its directory. Each section is a
 * record of the area that uses it.
 */
public record ControllerConfig(
    @Inline Training training,
    @Inline EpisodeSettings episode,
    @Inline HardwareSettings hardware,
    @Inline Interfaces interfaces) {

  /** The sections of the training. */
  public record Training(
      @Setting(doc = "The run: seed, length, evaluation and checkpoints.") RunSettings run,
      @Setting(doc = "Which environment the learner trains on.") EnvironmentSettings environment,
      @Setting(doc = "The learning algorithm and its settings.") LearnerSettings learner,
      @Setting(doc = "What the learner computes with.") ComputeSettings compute,
      @Setting(doc = "What is recorded of a run.") RecordingSettings recording)
      implements NamedSettings.Chooser {
    @Override
    public List<LearnerSettings> choices() {
      return AllLearners.all();
    }
  }

  /** The sections of people and other computers. */
  public record Interfaces(
      @Setting(doc = "What the operator is asked for, and when an episode may start.")
          OperatorSettings operator,
      @Setting(doc = "The operator console in the browser.") ConsoleSettings console,
      @Setting(doc = "Training on two computers: the commands trainer and collect.")
          RemoteSettings remote) {}

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
            AllLearners.all().get(0),
            ComputeSettings.defaults(),
            RecordingSettings.defaults()),
        EpisodeSettings.defaults(),
        HardwareSettings.defaults(),
        new Interfaces(
            OperatorSettings.defaults(), ConsoleSettings.defaults(), RemoteSettings.defaults()));
  }

  /**
   * The defaults with overrides.
   *
   * @param overrides later ones take precedence. Not modified.
   * @throws minitaur.controller.config.ConfigException when an override cannot be used
   */
  public static ControllerConfig read(List<ConfigOverride> overrides) {
    return ConfigReader.read(defaults(), overrides);
  }

  /**
   * The defaults with the settings of a file and overrides.
   *
   * @param overrides take precedence over the file, later ones over earlier ones. Not modified.
   * @throws minitaur.controller.config.ConfigException when the file or an override cannot be used
   */
  public static ControllerConfig read(Path file, List<ConfigOverride> overrides) {
    return ConfigReader.read(defaults(), file, overrides);
  }

  /**
   * The defaults with the settings of a YAML text and overrides.
   *
   * @param name of the text, for messages
   * @param overrides take precedence over the text, later ones over earlier ones. Not modified.
   * @throws minitaur.controller.config.ConfigException when the text or an override cannot be used
   */
  public static ControllerConfig parse(String yaml, String name, List<ConfigOverride> overrides) {
    return ConfigReader.parse(defaults(), yaml, name, overrides);
  }

  /** Name of the robot, or "simulated" and the profile, or of the environment; for people. */
  public String robotTitle() {
    return environment().isExternal()
        ? environment().id()
        : (robot().isSerial() ? "" : "simulated, ") + robotLabel();
  }

  /**
   * The configuration of the run in a directory, with overrides.
   *
   * @throws RunDirectoryException when no run is there
   * @throws minitaur.controller.config.ConfigException when it or an override cannot be used
   */
  public static ControllerConfig ofRun(Path run, List<ConfigOverride> overrides)
      throws RunDirectoryException {
    return read(RunDirectory.configOf(run), overrides);
  }

  /** What a run with this configuration does, for lists of runs. */
  public RunOverview.Task overview() {
    return new RunOverview.Task(
        environment().isExternal()
            ? environment().id()
            : sim().profile().name().toLowerCase(Locale.ROOT),
        run().seed(),
        run().steps());
  }

  /**
   * Name of the robot or, in simulation, of the profile, or of the external environment; for names
   * of runs.
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

  /** When the supervisor ends an episode or stops the motors. */
  public SafetySettings safety() {
    return episode.safety();
  }

  /** Where the robot may walk. */
  public Lane lane() {
    return episode.lane();
  }

  /** Which environment the learner trains on. */
  public EnvironmentSettings environment() {
    return training.environment();
  }

  /** The learner. */
  public LearnerSettings learner() {
    return training.learner();
  }

  /** What the learner computes with. */
  public ComputeSettings compute() {
    return training.compute();
  }

  /** What is recorded of a run. */
  public RecordingSettings recording() {
    return training.recording();
  }

  /** Which robot is controlled. */
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

  /** What the operator is asked for. */
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
