package minitaur.controller.config;

/** Everything that decides what a run does. Written whole into every run's directory. */
public record ControllerConfig(
    @Setting(doc = "The run: its seed, its length, what is measured and kept on the way.")
        RunConfig run,
    @Setting(doc = "The walking task: timing, action mapping, gains of the position loop, reward.")
        TaskConfig task,
    @Setting(doc = "When the supervisor stops an episode.") SafetyConfig safety,
    @Setting(doc = "What the operator is asked for, and for how long.") OperatorConfig operator,
    @Setting(doc = "The learner: soft actor-critic.") SacConfig sac,
    @Setting(doc = "The simulated robot.") SimulationConfig sim,
    @Setting(doc = "The operator's page in the browser.") ConsoleConfig console) {

  /** The project's defaults. */
  public static ControllerConfig defaults() {
    return new ControllerConfig(
        RunConfig.defaults(),
        TaskConfig.defaults(),
        SafetyConfig.defaults(),
        OperatorConfig.defaults(),
        SacConfig.defaults(),
        SimulationConfig.defaults(),
        ConsoleConfig.defaults());
  }
}
