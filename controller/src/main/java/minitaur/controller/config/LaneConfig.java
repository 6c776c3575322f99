package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/**
 * Where the robot may walk, in the lane's frame: an episode ends when its trunk leaves the lane.
 */
public record LaneConfig(
    @Setting(doc = "How far behind the lane's start the robot may go; 0 for no limit.", unit = "m")
        double back,
    @Setting(doc = "How far along the lane the robot may go; 0 for no limit.", unit = "m")
        double front,
    @Setting(
            doc = "How far to either side of the lane's middle the robot may go; 0 for no limit.",
            unit = "m")
        double side) {

  private static final String ALLOWED = "0 (no limit) to 1000";

  /** Refuses impossible values. */
  public LaneConfig {
    require(back >= 0 && back <= 1000, "back", back, ALLOWED);
    require(front >= 0 && front <= 1000, "front", front, ALLOWED);
    require(side >= 0 && side <= 1000, "side", side, ALLOWED);
  }

  /** A lane without end. */
  public static LaneConfig defaults() {
    return new LaneConfig(0, 0, 0);
  }
}
