package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.requireBetween;

/** The limits that keep a robot whole. Its own guard and protection act beyond them. */
public record RobotSafetyConfig(
    @Setting(
            doc =
                "Least height of the trunk's origin above the lowest foot, and above the ground where motion capture sees it.",
            unit = "m",
            source = "half of standing")
        double minimumHeight,
    @Setting(
            doc =
                "Least distance along the trunk between a front leg and the back leg on its side.",
            unit = "m",
            source = "commanded legs stay 0.2 apart")
        double footGap,
    @Setting(doc = "Least distance of the sum of a leg's motor angles to its stops.", unit = "rad")
        double legStopMargin,
    @Setting(
            doc = "Greatest temperature of a winding.",
            unit = "degrees Celsius",
            source = "5 below the motor's protection")
        double motorCelsius,
    @Setting(
            doc = "Torque that a motor may have for a while only.",
            unit = "Nm",
            source = "the robot's rule")
        double strainTorque,
    @Setting(doc = "How long it may.", unit = "s", source = "0.2 below the motor's protection")
        double strainSeconds,
    @Setting(
            doc = "Least voltage of the battery.",
            unit = "V",
            source = "between the protection's warning and stop")
        double batteryVolts,
    @Setting(
            doc = "How long the battery may be lower: a leap draws it down for a moment.",
            unit = "s")
        double batterySeconds,
    @Setting(doc = "Greatest age of what encoders and inertial unit say.", unit = "s")
        double staleSeconds,
    @Setting(doc = "How late a control tick may come.", unit = "s", source = "two control steps")
        double latenessSeconds,
    @Setting(
            doc =
                "Greatest change of an action's component in one control step; 2 allows every change.",
            source = "the first steps are random")
        double actionJump) {

  /** Refuses impossible values. */
  public RobotSafetyConfig {
    requireBetween("minimumHeight", minimumHeight, 0, 0.3);
    requireBetween("footGap", footGap, 0, 0.4);
    requireBetween("legStopMargin", legStopMargin, 0, 1);
    requireBetween("motorCelsius", motorCelsius, 30, 80);
    requireBetween("strainTorque", strainTorque, 0.5, 3.5);
    requireBetween("strainSeconds", strainSeconds, 0.02, 1);
    requireBetween("batteryVolts", batteryVolts, 10, 16);
    requireBetween("batterySeconds", batterySeconds, 0.02, 0.5);
    requireBetween("staleSeconds", staleSeconds, 0.01, 0.5);
    requireBetween("latenessSeconds", latenessSeconds, 0.001, 0.5);
    requireBetween("actionJump", actionJump, 0.01, 2);
  }

  /** The project's defaults. */
  public static RobotSafetyConfig defaults() {
    return new RobotSafetyConfig(0.12, 0.05, 0.05, 75, 2.45, 0.8, 10.5, 0.3, 0.1, 0.04, 2);
  }
}
