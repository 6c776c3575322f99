package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.requireBetween;

/** What the operator is asked for, and for how long. */
public record OperatorConfig(
    @Setting(
            doc =
                "Who puts the robot to its start. by-robot: the simulated robot is put there, for a"
                    + " real one the operator is asked. automatic and ask say it for both.")
        Resets resets,
    @Setting(
            doc = "How long an unanswered request leaves the motors damped; then they are off.",
            unit = "s")
        double patienceSeconds,
    @Setting(doc = "Whether the robot first tries to get up by itself after a fall.")
        boolean standUp,
    @Setting(doc = "Where an episode starts along the lane.", unit = "m") double startX,
    @Setting(
            doc =
                "Distance from there, forward or back, at which the robot is still in its start zone.",
            unit = "m")
        double startZoneLength,
    @Setting(doc = "Distance from the lane's middle, to either side, at which it is.", unit = "m")
        double startZoneWidth,
    @Setting(doc = "Roll or pitch up to which the robot stands upright.", unit = "degrees")
        double levelDegrees,
    @Setting(
            doc = "Angular velocity of trunk and motors up to which it is still.",
            unit = "rad/s",
            source = "five times the simulated inertial unit's noise")
        double stillRadPerSec,
    @Setting(doc = "How long it must be still.", unit = "s") double stillSeconds) {

  /** Who puts the robot to its start. */
  public enum Resets {
    /** The program in simulation, the operator at a real robot. */
    BY_ROBOT,
    /** The program. */
    AUTOMATIC,
    /** The operator is asked. */
    ASK
  }

  /** Refuses impossible values. */
  public OperatorConfig {
    requireBetween("patienceSeconds", patienceSeconds, 1, 86400);
    requireBetween("startX", startX, -100, 100);
    requireBetween("startZoneLength", startZoneLength, 0.01, 100);
    requireBetween("startZoneWidth", startZoneWidth, 0.01, 100);
    requireBetween("levelDegrees", levelDegrees, 1, 45);
    requireBetween("stillRadPerSec", stillRadPerSec, 0.01, 10);
    requireBetween("stillSeconds", stillSeconds, 0, 10);
  }

  /** The project's defaults. */
  public static OperatorConfig defaults() {
    return new OperatorConfig(Resets.BY_ROBOT, 120, true, 0, 0.3, 0.3, 12, 0.5, 0.3);
  }
}
