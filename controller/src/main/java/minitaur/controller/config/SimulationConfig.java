package minitaur.controller.config;

/** The simulated robot. */
public record SimulationConfig(
    @Setting(
            doc =
                "nominal: no latency, no noise. realistic: latency, encoder resolution, noise and"
                    + " battery as on the robot. randomized: realistic with another mass, friction,"
                    + " motor strength and latency in each episode, and pushes. measured:"
                    + " realistic, with the motors and latencies that robot.calibration says the"
                    + " robot has.",
            source = "definition of the task")
        Profile profile,
    @Setting(
            doc =
                "What the simulated robot walks on: a terrain such as flat, slope:8,"
                    + " stairs-down:0.04x0.35x4, rough:0.01 or course, or a weighted list from"
                    + " which each episode draws one, such as 2*flat,slope:8,rough:0.01.")
        String terrain,
    @Setting(
            doc =
                "Whether an asynchronous run's simulation keeps to the wall clock, as a robot does;"
                    + " when false it runs as fast as it can.")
        boolean realTime) {

  /** How like a real robot the simulated one is. */
  public enum Profile {
    /** No latency, no noise. */
    NOMINAL,
    /** Latency, resolution, noise and battery as on the robot. */
    REALISTIC,
    /** Realistic, with other numbers in each episode and pushes. */
    RANDOMIZED,
    /** Realistic, with motors and latencies as identified on the robot. */
    MEASURED
  }

  /** The project's defaults. */
  public static SimulationConfig defaults() {
    return new SimulationConfig(Profile.REALISTIC, "flat", true);
  }
}
