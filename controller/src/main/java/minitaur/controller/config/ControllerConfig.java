package minitaur.controller.config;

/** Everything that decides what a run does. Written whole into every run's directory. */
public record ControllerConfig(
    @Setting(doc = "The run: its seed, its length, what is measured and kept on the way.")
        RunConfig run,
    @Setting(doc = "The walking task: timing, action mapping, gains of the position loop, reward.")
        TaskConfig task,
    @Setting(doc = "When the supervisor stops an episode.") SafetyConfig safety,
    @Setting(doc = "The learner: soft actor-critic.") SacConfig sac,
    @Setting(doc = "The simulated robot.") SimulationConfig sim,
    @Setting(doc = "Training on two computers: the commands trainer and collect.")
        PipelineConfig pipeline) {

  /** The project's defaults. */
  public static ControllerConfig defaults() {
    return new ControllerConfig(
        RunConfig.defaults(),
        TaskConfig.defaults(),
        SafetyConfig.defaults(),
        SacConfig.defaults(),
        SimulationConfig.defaults(),
        PipelineConfig.defaults());
  }
}
