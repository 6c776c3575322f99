package minitaur.controller.robot;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/** Settings of the simulated robot. */
public record SimulationSettings(
    @Setting(
            doc =
                "nominal: no latency, no noise. realistic: latency, encoder resolution, noise and"
                    + " battery as on the robot. randomized: realistic, with pushes, and with mass,"
                    + " friction, motor strength and latency resampled for each episode. measured:"
                    + " realistic, with the motors and latencies identified in robot.calibration.",
            source = "definition of the task")
        Profile profile,
    @Setting(
            doc =
                "Terrain of the simulation, such as flat, slope:8, stairs-down:0.04x0.35x4,"
                    + " rough:0.01 or course, or a weighted list from which each episode draws one,"
                    + " such as 2*flat,slope:8,rough:0.01.")
        String terrain,
    @Setting(
            doc =
                "ideal: the voltage does not sag, and the motors start each episode at ambient"
                    + " temperature, as the task defines. lithium-polymer: internal resistance,"
                    + " a supply-current limit of 60 A and a state of charge; temperatures carry"
                    + " over from episode to episode. With safety.robotLimits=always, the"
                    + " temperature limit then ends episodes in simulation as on the robot.",
            source = "definition of the task")
        Battery battery,
    @Setting(
            doc =
                "Time between episodes in which the motors cool, with battery=lithium-polymer; they"
                    + " cool longer if a winding is still above 60 degrees Celsius.",
            unit = "s")
        double restSeconds,
    @Setting(
            doc =
                "Whether the simulation of an asynchronous run is paced by the wall clock, as a"
                    + " robot is; when false it runs as fast as possible.")
        boolean realTime) {

  /** Rejects impossible values. */
  public SimulationSettings {
    requireBetween("restSeconds", restSeconds, 0, 3600);
  }

  /** Power supply of the motors. */
  public enum Battery {
    /** An ideal voltage source; motors start each episode at ambient temperature. */
    IDEAL,
    /** A battery pack whose voltage sags; temperatures carry over between episodes. */
    LITHIUM_POLYMER
  }

  /** How closely the simulation models a real robot. */
  public enum Profile {
    /** No latency, no noise. */
    NOMINAL,
    /** Latency, resolution, noise and battery as on the robot. */
    REALISTIC,
    /** Realistic, with pushes, and with parameters resampled for each episode. */
    RANDOMIZED,
    /** Realistic, with motors and latencies as identified on the robot. */
    MEASURED
  }

  /** The project's defaults. */
  public static SimulationSettings defaults() {
    return new SimulationSettings(Profile.REALISTIC, "flat", Battery.IDEAL, 10, true);
  }
}
