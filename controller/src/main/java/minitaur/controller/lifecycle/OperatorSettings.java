package minitaur.controller.lifecycle;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/** Settings of operator requests and of the start conditions of an episode. */
public record OperatorSettings(
    @Setting(
            doc =
                "Who resets the robot to its start pose. by-robot: the program in simulation, the"
                    + " operator on hardware. automatic: the program. ask: the operator.")
        Resets resets,
    @Setting(
            doc =
                "How long the motors stay in damping mode while a request is not answered; then"
                    + " they are off.",
            unit = "s")
        double patienceSeconds,
    @Setting(doc = "Whether the robot first tries to stand up by itself after a fall.")
        boolean standUp,
    @Inline StartZone startZone,
    @Inline StartPosture startPosture) {

  /** Who resets the robot to its start pose. */
  public enum Resets {
    /** The program in simulation, the operator on hardware. */
    BY_ROBOT,
    /** The program. */
    AUTOMATIC,
    /** The operator. */
    ASK
  }

  /** Zone in which an episode may start, in the lane's frame. */
  public record StartZone(
      @Setting(doc = "Start of an episode along the lane.", unit = "m") double startX,
      @Setting(doc = "Maximum distance from startX along the lane.", unit = "m")
          double startZoneLength,
      @Setting(doc = "Maximum distance from the center line of the lane.", unit = "m")
          double startZoneWidth) {
    public StartZone {
      requireBetween("startX", startX, -100, 100);
      requireBetween("startZoneLength", startZoneLength, 0.01, 100);
      requireBetween("startZoneWidth", startZoneWidth, 0.01, 100);
    }
  }

  /** Posture in which an episode may start. */
  public record StartPosture(
      @Setting(doc = "Maximum roll and pitch of an upright robot.", unit = "degrees")
          double levelDegrees,
      @Setting(
              doc = "Maximum angular velocity of trunk and motors of a robot at rest.",
              unit = "rad/s",
              source = "five times the IMU noise of the simulation")
          double stillRadPerSec,
      @Setting(doc = "How long the robot must be at rest.", unit = "s") double stillSeconds) {
    public StartPosture {
      requireBetween("levelDegrees", levelDegrees, 1, 45);
      requireBetween("stillRadPerSec", stillRadPerSec, 0.01, 10);
      requireBetween("stillSeconds", stillSeconds, 0, 10);
    }
  }

  public OperatorSettings {
    requireBetween("patienceSeconds", patienceSeconds, 1, 86_400);
  }

  /** The project's defaults. */
  public static OperatorSettings defaults() {
    return new OperatorSettings(
        Resets.BY_ROBOT, 120, true, new StartZone(0, 0.3, 0.3), new StartPosture(12, 0.5, 0.3));
  }
}
