package minitaur.controller.episode.safety;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/**
 * Limits of the supervisor that protect the hardware, in addition to the task's own termination.
 * The motor guard and the motor protection have wider limits.
 */
public record RobotLimits(
    @Inline Posture posture,
    @Inline MotorLoad motors,
    @Inline Battery battery,
    @Inline Timing timing,
    @Setting(
            doc =
                "Maximum change of an action component in one control step; 2 allows every change.",
            source = "random exploration takes every action")
        double maxActionChange) {

  /** Geometric limits. */
  public record Posture(
      @Setting(
              doc =
                  "Minimum height of the trunk's origin above the lowest foot, and above the ground"
                      + " where motion capture sees it.",
              unit = "m",
              source = "half of the standing height")
          double minHeightMetres,
      @Setting(
              doc =
                  "Minimum distance along the trunk between the foot and knees of a front leg and"
                      + " those of the back leg on its side.",
              unit = "m",
              source = "commanded legs stay 0.2 apart")
          double minFootGapMetres,
      @Setting(
              doc = "Minimum distance of the sum of a leg's motor angles to its stops.",
              unit = "rad")
          double minLegStopMarginRad) {
    public Posture {
      requireBetween("minHeightMetres", minHeightMetres, 0, 0.3);
      requireBetween("minFootGapMetres", minFootGapMetres, 0, 0.4);
      requireBetween("minLegStopMarginRad", minLegStopMarginRad, 0, 1);
    }
  }

  /** Limits of temperature and torque. */
  public record MotorLoad(
      @Setting(
              doc = "Maximum temperature of a winding.",
              unit = "degrees Celsius",
              source = "5 below the motor's protection")
          double maxMotorCelsius,
      @Setting(
              doc = "Torque that a motor may exceed only for a short time.",
              unit = "Nm",
              source = "continuous torque limit of the robot")
          double overloadTorqueNm,
      @Setting(
              doc = "How long a motor may exceed overloadTorqueNm.",
              unit = "s",
              source = "0.2 below the motor's protection")
          double maxOverloadSeconds) {
    public MotorLoad {
      requireBetween("maxMotorCelsius", maxMotorCelsius, 30, 80);
      requireBetween("overloadTorqueNm", overloadTorqueNm, 0.5, 3.5);
      requireBetween("maxOverloadSeconds", maxOverloadSeconds, 0.02, 1);
    }
  }

  /** Limits of the supply voltage. */
  public record Battery(
      @Setting(
              doc = "Minimum voltage of the battery.",
              unit = "V",
              source = "between the warning and the cut-off of the motor's protection")
          double minBatteryVolts,
      @Setting(
              doc = "How long the voltage may be below minBatteryVolts; a jump lowers it briefly.",
              unit = "s")
          double maxBatteryLowSeconds) {
    public Battery {
      requireBetween("minBatteryVolts", minBatteryVolts, 10, 16);
      requireBetween("maxBatteryLowSeconds", maxBatteryLowSeconds, 0.02, 0.5);
    }
  }

  /** Limits of data age and control latency. */
  public record Timing(
      @Setting(
              doc =
                  "Maximum age of encoder and IMU data, and how far their time stamps may lie in"
                      + " the future.",
              unit = "s")
          double maxDataAgeSeconds,
      @Setting(doc = "Maximum latency of a control tick.", unit = "s", source = "two control steps")
          double maxLatencySeconds) {
    public Timing {
      requireBetween("maxDataAgeSeconds", maxDataAgeSeconds, 0.01, 0.5);
      requireBetween("maxLatencySeconds", maxLatencySeconds, 0.001, 0.5);
    }
  }

  public RobotLimits {
    requireBetween("maxActionChange", maxActionChange, 0.01, 2);
  }

  /** The project's defaults. */
  public static RobotLimits nominal() {
    return new RobotLimits(
        new Posture(0.12, 0.05, 0.05),
        new MotorLoad(75, 2.45, 0.8),
        new Battery(10.5, 0.3),
        new Timing(0.1, 0.04),
        2);
  }
}
