package minitaur.hal.motor;

/**
 * Limits of {@link MotorProtection}.
 *
 * @param drive limits on the commands of a motor
 * @param overload torque that is allowed only for a limited time. Default 2.45 Nm, the robot's
 *     continuous torque limit, for 1 s
 * @param winding temperatures. Default 80 and 70 degC: the motor's limit
 * @param battery voltages. Default 11 V, 10 V and 0.5 s
 * @param encoder plausibility of an encoder. Default 0.5 rad, which at 1 kHz is three times the
 *     no-load speed, 0.25 s and 0.3 rad
 */
public record MotorProtectionLimits(
    Drive drive, Overload overload, Winding winding, Battery battery, Encoder encoder) {

  /**
   * Limits on the commands of a motor.
   *
   * @param maxDuty up to 1. Default 1
   * @param maxTorqueNm max commanded torque. Default 3.5: the max torque of the motor
   * @param maxVelocityRadPerSec velocity above which a motor is not accelerated further. Default
   *     60; the no-load speed at 16 V is 168
   */
  public record Drive(double maxDuty, double maxTorqueNm, double maxVelocityRadPerSec) {
    /** Rejects limits that are not positive, and a duty above 1. */
    public Drive {
      if (!(maxDuty > 0 && maxDuty <= 1)) {
        throw new IllegalArgumentException(
            "the max duty must be above 0 and up to 1, but is " + maxDuty);
      }
      requirePositive(maxTorqueNm, "the max torque", "Nm");
      requirePositive(maxVelocityRadPerSec, "the max velocity", "rad/s");
    }
  }

  /** Torque that is allowed only for a limited time. */
  public record Overload(double torqueNm, double seconds) {
    /** Rejects a torque that is not positive. */
    public Overload {
      requirePositive(torqueNm, "the overload torque", "Nm");
    }
  }

  /**
   * Winding temperatures.
   *
   * @param maxCelsius temperature above which a motor is disabled
   * @param resumeCelsius temperature below which the motor may be driven again
   */
  public record Winding(double maxCelsius, double resumeCelsius) {
    /** Rejects thresholds in the wrong order. */
    public Winding {
      if (!(resumeCelsius <= maxCelsius)) {
        throw new IllegalArgumentException(
            "a winding that may be driven again at %s degC must be cooler than its limit, %s degC"
                .formatted(resumeCelsius, maxCelsius));
      }
    }
  }

  /**
   * Battery voltages.
   *
   * @param warningVolts voltage below which to warn
   * @param stopVolts voltage below which to stop
   * @param seconds time that the voltage must be that low, because a jump of the robot lowers it
   *     briefly
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
   * @param jumpRad max change between two samples one millisecond apart; for a longer interval, the
   *     angle that an unloaded motor turns in the additional time is added
   * @param stuckSeconds max time for which an encoder may report a constant value after its target
   *     has moved by {@code stuckTargetRad}
   * @param stuckTargetRad see {@code stuckSeconds}
   */
  public record Encoder(double jumpRad, double stuckSeconds, double stuckTargetRad) {}

  /** The default limits. */
  public static MotorProtectionLimits defaults() {
    return new MotorProtectionLimits(
        new Drive(1, 3.5, 60),
        new Overload(2.45, 1),
        new Winding(80, 70),
        new Battery(11, 10, 0.5),
        new Encoder(0.5, 0.25, 0.3));
  }

  /** These limits with other limits on the commands of a motor. */
  public MotorProtectionLimits with(Drive changed) {
    return new MotorProtectionLimits(changed, overload, winding, battery, encoder);
  }

  /** These limits with other winding temperatures. */
  public MotorProtectionLimits with(Winding changed) {
    return new MotorProtectionLimits(drive, overload, changed, battery, encoder);
  }

  private static void requirePositive(double value, String name, String unit) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "%s must be above 0, but is %s %s".formatted(name, value, unit));
    }
  }
}
