package minitaur.controller.task;

import static minitaur.hal.settings.InvalidSettingException.require;

import minitaur.hal.settings.Setting;

/** Gains of the motors' position control, duty = clip(kp (q* - q) - kd qdot, -1, 1). */
public record PositionGains(
    @Setting(
            doc = "Position gain of the motors.",
            unit = "duty per rad",
            source = "PyBullet's Minitaur environments")
        double kp,
    @Setting(
            doc = "Velocity gain of the motors.",
            unit = "duty per rad/s",
            source = "PyBullet's Minitaur environments")
        double kd) {
  public PositionGains {
    require(kp > 0 && kp <= 2, "kp", kp, "above 0, up to 2, the limit of the motor guard");
    require(kd >= 0 && kd <= 0.04, "kd", kd, "0 to 0.04, the limit of the motor guard");
  }

  /** The task's defaults. */
  public static PositionGains nominal() {
    return new PositionGains(1.0, 0.015);
  }
}
