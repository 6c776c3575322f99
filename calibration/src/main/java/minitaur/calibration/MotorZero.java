package minitaur.calibration;

/**
 * Zero and direction of a motor's encoder: angle = sign (raw - zero).
 *
 * @param zeroRad encoder value at angle 0
 * @param sign 1, or -1 when the encoder value decreases as the leg extends
 * @param residualRad half the difference between the zeros found in different poses
 */
public record MotorZero(double zeroRad, int sign, double residualRad) {

  /** Max plausible absolute encoder value, rad. */
  private static final double MAX_ZERO_RAD = 1000;

  public MotorZero {
    if (Math.abs(sign) != 1) {
      throw new IllegalArgumentException("sign is " + sign + "; allowed: 1 or -1");
    }
    if (!(Math.abs(zeroRad) <= MAX_ZERO_RAD)) {
      throw new IllegalArgumentException("zero is " + zeroRad + "; allowed: -1000 to 1000 rad");
    }
    if (!(residualRad >= 0 && residualRad <= Math.PI)) {
      throw new IllegalArgumentException("residual is " + residualRad + "; allowed: 0 to pi rad");
    }
  }
}
