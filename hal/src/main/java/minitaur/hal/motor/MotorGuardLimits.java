package minitaur.hal.motor;

/**
 * The numbers of {@link MotorGuard}.
 *
 * @param minimumAngleRad least target of a motor. Default 0.5: the soft joint limit of Ghost's and
 *     PyBullet's Minitaur.
 * @param maximumAngleRad greatest target of a motor. Default 3.0: their 2.5 widened to what the
 *     walking task can ask for (extension 2.5 and swing 0.5); the leg is straight at pi.
 * @param minimumLegSumRad least sum of a leg's two targets. Default 0.35: the nominal model's stop
 *     against the singularity where both upper links meet overhead.
 * @param maximumLegSumRad greatest sum of a leg's two targets. Default 2 pi - 0.35: the same stop,
 *     upper links down.
 * @param maximumTargetRateRadPerSec how fast a target may move. Default infinite, which leaves the
 *     walking task as it is; 10 makes first motions on hardware gentle.
 * @param maximumKp greatest position gain, duty/rad. Default 2: twice the largest in use.
 * @param maximumKd greatest velocity gain, duty s/rad. Default 0.04: twice the largest in use.
 * @param dampingKd velocity gain when the guard itself orders damping, duty s/rad. Default 0.015:
 *     the task's.
 */
public record MotorGuardLimits(
    double minimumAngleRad,
    double maximumAngleRad,
    double minimumLegSumRad,
    double maximumLegSumRad,
    double maximumTargetRateRadPerSec,
    double maximumKp,
    double maximumKd,
    double dampingKd) {

  public MotorGuardLimits {
    if (!(minimumAngleRad < maximumAngleRad)) {
      throw new IllegalArgumentException(
          "motor guard: the least angle must be below the greatest, but they are %s and %s rad"
              .formatted(minimumAngleRad, maximumAngleRad));
    }
    // Then moving a leg's two targets equally to satisfy the sum never pushes either out of its own
    // range.
    double rangeSum = minimumAngleRad + maximumAngleRad;
    if (!(minimumLegSumRad <= rangeSum && rangeSum <= maximumLegSumRad)) {
      throw new IllegalArgumentException(
          "motor guard: the leg's sums %s to %s rad must enclose least plus greatest angle, %s rad"
              .formatted(minimumLegSumRad, maximumLegSumRad, rangeSum));
    }
    if (!(maximumTargetRateRadPerSec > 0)) {
      throw new IllegalArgumentException(
          "motor guard: the target rate must be above 0 rad/s (infinite turns it off), but is "
              + maximumTargetRateRadPerSec);
    }
    if (!(maximumKp >= 0 && maximumKd >= 0 && dampingKd >= 0 && dampingKd <= maximumKd)) {
      throw new IllegalArgumentException(
          "motor guard: gains must be at least 0 and the damping gain at most the greatest kd, but kp %s, kd %s, damping %s"
              .formatted(maximumKp, maximumKd, dampingKd));
    }
  }

  /** The limits that hold when nothing is configured. */
  public static MotorGuardLimits defaults() {
    return new MotorGuardLimits(
        0.5, 3.0, 0.35, 2 * Math.PI - 0.35, Double.POSITIVE_INFINITY, 2.0, 0.04, 0.015);
  }

  /** These limits with another target rate. */
  public MotorGuardLimits withTargetRate(double radPerSec) {
    return new MotorGuardLimits(
        minimumAngleRad,
        maximumAngleRad,
        minimumLegSumRad,
        maximumLegSumRad,
        radPerSec,
        maximumKp,
        maximumKd,
        dampingKd);
  }
}
