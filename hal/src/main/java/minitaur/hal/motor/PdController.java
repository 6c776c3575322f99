package minitaur.hal.motor;

import minitaur.hal.MotorCommand;

/**
 * Position law of a motor, run at up to 1 kHz: {@code duty = clip(kp (q* - q) - kd qdot, -1, 1)}.
 *
 * <p>Gains are duty per radian and duty per radian per second, not torque; at small signal and 16 V
 * a kp of 1 is about 8.6 Nm/rad. Source: the walking task's table, row "PD and motor", after the
 * position controller of PyBullet's Minitaur.
 */
public final class PdController {
  private PdController() {}

  /**
   * Duty that drives a motor to {@code target}.
   *
   * @param kp position gain, duty/rad
   * @param kd velocity gain, duty s/rad
   * @param target target angle, rad
   * @param angle current angle, rad
   * @param velocity current angular velocity, rad/s
   * @return duty in [-1, 1]; NaN if an argument is NaN
   */
  public static double duty(double kp, double kd, double target, double angle, double velocity) {
    double duty = kp * (target - angle) - kd * velocity;
    return Math.min(Math.max(duty, -1), 1);
  }

  /**
   * Duty of {@code motor} for a command: 0 in mode {@link MotorCommand.Mode#OFF}, damping only in
   * mode {@link MotorCommand.Mode#DAMPING}. In mode OFF the motor must also carry no current, which
   * a duty of 0 does not ensure.
   *
   * @param command Not modified.
   */
  public static double duty(MotorCommand command, int motor, double angle, double velocity) {
    return switch (command.mode) {
      case OFF -> 0;
      case DAMPING -> duty(0, command.kd, angle, angle, velocity);
      case POSITION -> duty(command.kp, command.kd, command.targetAngleRad[motor], angle, velocity);
    };
  }
}
