package minitaur.controller.config;

/** The simulated robot. */
public record SimulationConfig(
    @Setting(
            doc =
                "nominal: no latency, no noise. realistic: latency, encoder resolution, noise and"
                    + " battery as on the robot. randomized: realistic with another mass, friction,"
                    + " motor strength and latency in each episode, and pushes. measured: realistic,"
                    + " with the motors and latencies that robot.calibration says the robot has.",
            source = "definition of the task")
        Profile profile,
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
    return new SimulationConfig(Profile.REALISTIC, true);
  }
}
