package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** How poses become velocity, and which poses are not believed. */
public record PoseTrackingConfig(
    @Setting(
            doc = "Standard deviation of a measured coordinate.",
            unit = "m",
            source = "usual marker systems")
        double positionDeviation,
    @Setting(
            doc = "How much the trunk's acceleration wanders.",
            unit = "(m/s^2)^2/s",
            source = "least error of those that a simulated robot at random never surprises")
        double jerkDensity,
    @Setting(
            doc = "A position further than this from the expected one is not believed.",
            unit = "standard deviations",
            source = "usual innovation gates, 3 to 4")
        double gate,
    @Setting(
            doc =
                "A turn by more than this between two poses is not believed: markers were swapped.",
            unit = "rad")
        double jump,
    @Setting(doc = "Fastest turn of the trunk, which is added to the jump.", unit = "rad/s")
        double turnRate,
    @Setting(doc = "So many poses in a row that are not believed are the new truth.")
        int rejections,
    @Setting(doc = "How long a velocity holds without a pose.", unit = "s") double coast) {

  /** Refuses impossible values. */
  public PoseTrackingConfig {
    require(
        positionDeviation > 0 && positionDeviation <= 0.1,
        "positionDeviation",
        positionDeviation,
        "above 0, up to 0.1");
    require(
        jerkDensity > 0 && jerkDensity <= 1e9, "jerkDensity", jerkDensity, "above 0, up to 1e9");
    require(gate > 0 && gate <= 100, "gate", gate, "above 0, up to 100");
    require(jump > 0 && jump <= Math.PI, "jump", jump, "above 0, up to pi");
    require(turnRate > 0 && turnRate <= 100, "turnRate", turnRate, "above 0, up to 100");
    require(rejections >= 1 && rejections <= 1000, "rejections", rejections, "1 to 1000");
    // Poses on both sides of a break are this far apart, further than any that are joined.
    require(coast >= 0.06 && coast <= 0.1, "coast", coast, "0.06 to 0.1");
  }

  /** The project's defaults. */
  public static PoseTrackingConfig defaults() {
    return new PoseTrackingConfig(1e-4, 10_000, 4, 0.15, 12, 5, 0.1);
  }
}
