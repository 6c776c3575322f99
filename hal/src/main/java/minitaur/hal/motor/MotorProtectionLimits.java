package minitaur.hal.motor;

/**
 * Limits of {@link MotorProtection}.
 *
 * @param drive limits on what a motor is commanded
 * @param overload torque that is allowed for a while only. Default 2.45 Nm for 1 s: the robot's
 *     rule
 * @param winding temperatures. Default 80 and 70 degrees: the motor's limit
 * @param battery voltages. Default 11 V, 10 V and 0.5 s
 * @param encoder plausibility of an encoder. Default 0.5 rad, which at 1 kHz is three times the
 *     unloaded speed, 0.25 s and 0.3 rad
 */
public record MotorProtectionLimits(
    Drive drive, Overload overload, Winding winding, Battery battery, Encoder encoder) {

  /**
   * Limits on what a motor is commanded.
   *
   * @param maximumDuty up to 1. Default 1
   * @param maximumTorqueNm max commanded torque. Default 3.5: where the motor's torque ends
   * @param maximumVelocityRadPerSec beyond it a motor is not driven further. Default 60; unloaded
   *     at 16 V it would reach 168
   */
  public record Drive(double maximumDuty, double maximumTorqueNm, double maximumVelocityRadPerSec) {
    /** Rejects limits that limit nothing or everything. */
    public Drive {
      if (!(maximumDuty > 0 && maximumDuty <= 1)) {
        throw new IllegalArgumentException(
            "the max duty must be above 0 and up to 1, but is " + maximumDuty);
      }
      requirePositive(maximumTorqueNm, "the max torque", "Nm");
      requirePositive(maximumVelocityRadPerSec, "the max velocity", "rad/s");
    }
  }

  /** Torque that is allowed for a while only. */
  public record Overload(double torqueNm, double seconds) {
    /** Rejects a torque that is not positive. */
    public Overload {
      requirePositive(torqueNm, "the overload torque", "Nm");
    }
  }

  /**
   * Winding temperatures.
   *
   * @param maximumCelsius beyond it a motor is off
   * @param coolEnoughCelsius below it the motor may be driven again
   */
  public record Winding(double maximumCelsius, double coolEnoughCelsius) {
    /** Rejects thresholds in the wrong order. */
    public Winding {
      if (!(coolEnoughCelsius <= maximumCelsius)) {
        throw new IllegalArgumentException(
            "a winding that may be driven again at %s degC must be cooler than its limit, %s degC"
                .formatted(coolEnoughCelsius, maximumCelsius));
      }
    }
  }

  /**
   * Battery voltages.
   *
   * @param warningVolts where to warn
   * @param stopVolts where to stop
   * @param seconds how long the battery must be that low: a jump draws it down for a moment
   */
  public record Battery(double warningVolts, double stopVolts, double seconds) {
    /** Rejects thresholds in the wrong order. */
    public Battery {
      if (!(stopVolts <= warningVolts)) {
        throw new IllegalArgumentException(
            "the stop voltage, %s V, must not be above the warning voltage, %s V"
                .formatted(stopVolts, warningVolts));
      }
    }
  }

  /**
   * Plausibility of an encoder.
   *
   * @param jumpRad a larger change between two samples a millisecond apart is rejected; between
   *     others, one larger by what an unloaded motor turns
   * @param stuckSeconds an encoder that reports one value for so long after its target has moved by
   *     {@code stuckTargetRad} is rejected
   * @param stuckTargetRad see {@code stuckSeconds}
   */
  public record Encoder(double jumpRad, double stuckSeconds, double stuckTargetRad) {}

  /** The limits that hold when nothing is configured. */
  public static MotorProtectionLimits defaults() {
    return new MotorProtectionLimits(
        new Drive(1, 3.5, 60),
        new Overload(2.45, 1),
        new Winding(80, 70),
        new Battery(11, 10, 0.5),
        new Encoder(0.5, 0.25, 0.3));
  }

  /** These limits with others on what a motor is commanded. */
  public MotorProtectionLimits with(Drive changed) {
    return new MotorProtectionLimits(changed, overload, winding, battery, encoder);
  }

  /** These limits with other winding temperatures. */
  public MotorProtectionLimits with(Winding changed) {
    return new MotorProtectionLimits(drive, overload, changed, battery, encoder);
  }

  private static void requirePositive(double value, String what, String unit) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "%s must be above 0, but is %s %s".formatted(what, value, unit));
    }
  }
}
