package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/**
 * From the marker body to the trunk, in the body's axes turned to z up. Without it, pitching shows
 * as surging.
 */
public record MarkerOffsetConfig(
    @Setting(doc = "Trunk's origin, forward of the marker body's.", unit = "m") double x,
    @Setting(doc = "Trunk's origin, to the left of the marker body's.", unit = "m") double y,
    @Setting(
            doc = "Trunk's origin, above the marker body's; below zero for markers on its back.",
            unit = "m")
        double z,
    @Setting(doc = "Turn of the trunk against the marker body, about x.", unit = "degrees")
        double roll,
    @Setting(doc = "Turn of the trunk against the marker body, about y.", unit = "degrees")
        double pitch,
    @Setting(doc = "Turn of the trunk against the marker body, about z.", unit = "degrees")
        double yaw) {

  /** Refuses impossible values. */
  public MarkerOffsetConfig {
    requireNear(x, "x");
    requireNear(y, "y");
    requireNear(z, "z");
    requireTurn(roll, "roll");
    requireTurn(pitch, "pitch");
    requireTurn(yaw, "yaw");
  }

  private static void requireNear(double metres, String component) {
    require(metres >= -1 && metres <= 1, component, metres, "-1 to 1");
  }

  private static void requireTurn(double degrees, String component) {
    require(degrees >= -360 && degrees <= 360, component, degrees, "-360 to 360");
  }

  /** The body is the trunk. */
  public static MarkerOffsetConfig defaults() {
    return new MarkerOffsetConfig(0, 0, 0, 0, 0, 0);
  }
}
