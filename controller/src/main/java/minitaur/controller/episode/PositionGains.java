package minitaur.controller.episode;

/**
 * Gains of the motors' position loop, duty = clip(kp (q* - q) - kd qdot, -1, 1).
 *
 * @param kp duty per rad. Default 1.0 (PyBullet's Minitaur environments)
 * @param kd duty per rad/s. Default 0.015 (PyBullet's Minitaur environments)
 */
public record PositionGains(double kp, double kd) {
  /** Checks every number. */
  public PositionGains {
    if (!(kp > 0 && kp <= 20)) {
      throw new IllegalArgumentException(
          "kp is " + kp + " duty per rad; allowed is above 0 up to 20");
    }
    if (!(kd >= 0 && kd <= 1)) {
      throw new IllegalArgumentException("kd is " + kd + " duty per rad/s; allowed is 0 .. 1");
    }
  }

  /** The task's defaults. */
  public static PositionGains nominal() {
    return new PositionGains(1.0, 0.015);
  }
}
