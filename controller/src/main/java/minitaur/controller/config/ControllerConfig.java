package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** Everything that decides what a run does. Written whole into every run's directory. */
public record ControllerConfig(
    @Setting(doc = "The run: its seed, its length, what is measured and kept on the way.")
        RunConfig run,
    @Setting(doc = "The walking task: timing, action mapping, gains of the position loop, reward.")
        TaskConfig task,
    @Setting(doc = "When the supervisor stops an episode.") SafetyConfig safety,
    @Setting(doc = "Where the robot may walk.") LaneConfig lane,
    @Setting(doc = "Which robot is driven, and how it is reached.") RobotConfig robot,
    @Setting(doc = "What the operator is asked for, and for how long.") OperatorConfig operator,
    @Setting(doc = "The learning algorithm, and its own settings.") NamedSettings learner,
    @Setting(doc = "What the learner computes with.") ComputeConfig compute,
    @Setting(doc = "The simulated robot.") SimulationConfig sim,
    @Setting(doc = "The motion capture that sees where the robot is.") MotionCaptureConfig mocap,
    @Setting(doc = "Which episodes are recorded for people to look at, as MCAP files.")
        RecordingConfig recording,
    @Setting(doc = "The operator's page in the browser.") ConsoleConfig console,
    @Setting(doc = "Training on two computers: the commands trainer and collect.")
        PipelineConfig pipeline) {

  /** Refuses settings that do not go together. */
  public ControllerConfig {
    require(
        !robot.isSerial() || run.mode() == RunConfig.Mode.ASYNCHRONOUS,
        "robot.hal",
        "serial",
        "serial with run.mode asynchronous only, because a robot does not wait for its learner as"
            + " lock-step asks");
  }

  /** The project's defaults. */
  public static ControllerConfig defaults() {
    return new ControllerConfig(
        RunConfig.defaults(),
        TaskConfig.defaults(),
        SafetyConfig.defaults(),
        LaneConfig.defaults(),
        RobotConfig.defaults(),
        OperatorConfig.defaults(),
        Learners.all().get(0),
        ComputeConfig.defaults(),
        SimulationConfig.defaults(),
        MotionCaptureConfig.defaults(),
        RecordingConfig.defaults(),
        ConsoleConfig.defaults(),
        PipelineConfig.defaults());
  }
}
