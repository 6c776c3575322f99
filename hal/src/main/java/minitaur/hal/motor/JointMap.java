package minitaur.hal.motor;

import minitaur.hal.Motor;

/**
 * Maps encoder readings to motor angles: {@code q = sign (raw - zero)}. Determined by calibration
 * for each robot.
 */
public final class JointMap {
  private final double[] sign = new double[Motor.COUNT];
  private final double[] zero = new double[Motor.COUNT];

  /**
   * @param sign {@code [motor]} 1 or -1. Not modified, not kept.
   * @param zero {@code [motor]} encoder reading at angle 0, rad. Not modified, not kept.
   */
  public JointMap(int[] sign, double[] zero) {
    if (sign.length != Motor.COUNT || zero.length != Motor.COUNT) {
      throw new IllegalArgumentException(
          "a joint map needs %d signs and zeros, not %d and %d"
              .formatted(Motor.COUNT, sign.length, zero.length));
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      if (Math.abs(sign[motor]) != 1 || !Double.isFinite(zero[motor])) {
        throw new IllegalArgumentException(
            "joint map: %s has sign %d and zero %s; a sign is 1 or -1, a zero finite"
                .formatted(Motor.of(motor), sign[motor], zero[motor]));
      }
      this.sign[motor] = sign[motor];
      this.zero[motor] = zero[motor];
    }
  }

  /** The identity map, for a robot that is not calibrated. */
  public static JointMap identity() {
    return new JointMap(new int[] {1, 1, 1, 1, 1, 1, 1, 1}, new double[Motor.COUNT]);
  }

  /** Whether this is the identity map. */
  public boolean isIdentity() {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      if (sign[motor] != 1 || zero[motor] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Angle of a motor for an encoder reading, rad. */
  public double motorAngle(int motor, double raw) {
    return sign[motor] * (raw - zero[motor]);
  }

  /** Encoder reading at an angle, rad. */
  public double encoderAngle(int motor, double angle) {
    return sign[motor] * angle + zero[motor];
  }

  /**
   * Converts the sign of a duty, torque or velocity between motor and encoder, in either direction.
   */
  public double applySign(int motor, double value) {
    return sign[motor] * value;
  }
}
