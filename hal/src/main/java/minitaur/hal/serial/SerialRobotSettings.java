package minitaur.hal.serial;

import minitaur.hal.motor.MotorGuardLimits;
import minitaur.hal.motor.MotorProtectionLimits;
import minitaur.hal.motor.VelocityEstimator;

/**
 * How a robot on a serial line is driven.
 *
 * @param rateHz ticks of the position loop a second, 100 to 1000. Default 1000
 * @param softStartSeconds from where the legs are to standing. Default 2
 * @param dampingSeconds how long a stop damps before the motors are off. Default 1
 * @param commandTimeoutNanos a command older than this stops the robot. Default 100 ms
 * @param frameTimeoutNanos without a frame, or an encoders' sample, for so long the link is lost;
 *     an inertial sample this old is unknown. Default 50 ms
 * @param standingExtensionRad where the soft start ends, swing 0. Default 2.0: the task's start
 * @param kp position gain while standing, duty/rad. Default 1: the task's
 * @param kd velocity gain while standing and damping, duty s/rad. Default 0.015: the task's
 * @param velocityMemorySeconds of the velocity filter
 * @param allowUncalibrated whether torque is allowed without a joint map. Default false
 * @param realTimeCore core for the loop's thread; below 0: any
 * @param guard limits on commands
 * @param protection limits by what motors and battery say
 */
public record SerialRobotSettings(
    int rateHz,
    double softStartSeconds,
    double dampingSeconds,
    long commandTimeoutNanos,
    long frameTimeoutNanos,
    double standingExtensionRad,
    double kp,
    double kd,
    double velocityMemorySeconds,
    boolean allowUncalibrated,
    int realTimeCore,
    MotorGuardLimits guard,
    MotorProtectionLimits protection) {

  /** Refuses impossible values. */
  public SerialRobotSettings {
    if (rateHz < 100 || rateHz > 1000) {
      throw new IllegalArgumentException(
          "the position loop runs at 100 to 1000 Hz, not at " + rateHz);
    }
    if (!(softStartSeconds > 0 && dampingSeconds >= 0)) {
      throw new IllegalArgumentException(
          "soft start must be above 0 s and damping at least 0 s, not %s and %s"
              .formatted(softStartSeconds, dampingSeconds));
    }
    if (commandTimeoutNanos <= 0 || frameTimeoutNanos <= 0) {
      throw new IllegalArgumentException(
          "timeouts must be above 0 ns, not %d and %d"
              .formatted(commandTimeoutNanos, frameTimeoutNanos));
    }
  }

  /** What holds when nothing is configured. */
  public static SerialRobotSettings defaults() {
    return new SerialRobotSettings(
        1000,
        2,
        1,
        100_000_000,
        50_000_000,
        2.0,
        1,
        0.015,
        VelocityEstimator.USUAL_MEMORY_SECONDS,
        false,
        -1,
        MotorGuardLimits.defaults(),
        MotorProtectionLimits.defaults());
  }

  /** These settings with other limits by motors and battery. */
  public SerialRobotSettings withProtection(MotorProtectionLimits limits) {
    return new SerialRobotSettings(
        rateHz,
        softStartSeconds,
        dampingSeconds,
        commandTimeoutNanos,
        frameTimeoutNanos,
        standingExtensionRad,
        kp,
        kd,
        velocityMemorySeconds,
        allowUncalibrated,
        realTimeCore,
        guard,
        limits);
  }

  /** These settings with torque allowed on a robot that was not calibrated. */
  public SerialRobotSettings withUncalibratedAllowed() {
    return new SerialRobotSettings(
        rateHz,
        softStartSeconds,
        dampingSeconds,
        commandTimeoutNanos,
        frameTimeoutNanos,
        standingExtensionRad,
        kp,
        kd,
        velocityMemorySeconds,
        true,
        realTimeCore,
        guard,
        protection);
  }

  /**
   * These settings for a task and a machine.
   *
   * @param standing where the soft start ends, rad
   * @param stiffness position gain, duty/rad
   * @param damping velocity gain, duty s/rad
   * @param core for the loop's thread; below 0: any
   */
  public SerialRobotSettings with(
      int ticksPerSecond, double standing, double stiffness, double damping, int core) {
    return new SerialRobotSettings(
        ticksPerSecond,
        softStartSeconds,
        dampingSeconds,
        commandTimeoutNanos,
        frameTimeoutNanos,
        standing,
        stiffness,
        damping,
        velocityMemorySeconds,
        allowUncalibrated,
        core,
        guard,
        protection);
  }

  /** Time between two ticks. */
  public long periodNanos() {
    return 1_000_000_000L / rateHz;
  }
}
