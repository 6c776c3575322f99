package minitaur.hal.serial;

import minitaur.hal.motor.MotorGuardLimits;
import minitaur.hal.motor.MotorProtectionLimits;
import minitaur.hal.motor.VelocityEstimator;

/**
 * Settings of a robot on a serial port.
 *
 * @param timing rates and durations of the position loop and of stops
 * @param stance pose and gains at the end of the soft start
 * @param velocityMemorySeconds memory of the velocity filter
 * @param allowUncalibrated whether torque is allowed without a joint map. Default false
 * @param realTimeCore core for the loop's thread; below 0: any
 * @param guard limits on commands
 * @param protection limits on the measured state of motors, encoders and battery
 */
public record SerialRobotSettings(
    Timing timing,
    Stance stance,
    double velocityMemorySeconds,
    boolean allowUncalibrated,
    int realTimeCore,
    MotorGuardLimits guard,
    MotorProtectionLimits protection) {

  /**
   * Rates and durations.
   *
   * @param rateHz ticks of the position loop per second, 100 to 1000. Default 1000
   * @param softStartSeconds duration of the soft start to the standing pose. Default 2
   * @param dampingSeconds duration of damping before a stop switches the motors off. Default 1
   * @param commandTimeoutNanos a command older than this stops the robot. Default 100 ms
   * @param frameTimeoutNanos time without a frame or an encoder sample after which the link is
   *     lost; an older IMU sample is treated as unknown. Default 50 ms
   */
  public record Timing(
      int rateHz,
      double softStartSeconds,
      double dampingSeconds,
      long commandTimeoutNanos,
      long frameTimeoutNanos) {
    /** Rejects impossible values. */
    public Timing {
      if (rateHz < 100 || rateHz > 1000) {
        throw new IllegalArgumentException("the loop rate must be 100 to 1000 Hz, not " + rateHz);
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
  }

  /**
   * Pose at the end of the soft start, with swing 0, and its gains.
   *
   * @param extensionRad extension of each leg. Default 2.0: the task's initial pose
   * @param kp position gain while standing, duty/rad. Default 1, as in the task
   * @param kd velocity gain while standing and damping, duty s/rad. Default 0.015, as in the task
   */
  public record Stance(double extensionRad, double kp, double kd) {}

  /** The default settings. */
  public static SerialRobotSettings defaults() {
    return new SerialRobotSettings(
        new Timing(1000, 2, 1, 100_000_000, 50_000_000),
        new Stance(2.0, 1, 0.015),
        VelocityEstimator.DEFAULT_MEMORY_SECONDS,
        false,
        -1,
        MotorGuardLimits.defaults(),
        MotorProtectionLimits.defaults());
  }

  /** These settings with torque allowed on a robot that was not calibrated. */
  public SerialRobotSettings withUncalibratedAllowed() {
    return new SerialRobotSettings(
        timing, stance, velocityMemorySeconds, true, realTimeCore, guard, protection);
  }

  /** These settings with other rates and durations. */
  public SerialRobotSettings with(Timing changed) {
    return new SerialRobotSettings(
        changed, stance, velocityMemorySeconds, allowUncalibrated, realTimeCore, guard, protection);
  }

  /**
   * These settings for a task and a machine.
   *
   * @param ticksPerSecond rate of the position loop
   * @param core core for the loop's thread; below 0: any
   */
  public SerialRobotSettings with(int ticksPerSecond, Stance changed, int core) {
    return new SerialRobotSettings(
        new Timing(
            ticksPerSecond,
            timing.softStartSeconds,
            timing.dampingSeconds,
            timing.commandTimeoutNanos,
            timing.frameTimeoutNanos),
        changed,
        velocityMemorySeconds,
        allowUncalibrated,
        core,
        guard,
        protection);
  }

  /** Time between two ticks. */
  public long periodNanos() {
    return 1_000_000_000L / timing.rateHz;
  }
}
