package minitaur.calibration;

/**
 * How a motor's encoder is mounted: angle = sign (raw - zero).
 *
 * @param zeroRad what the encoder says at angle 0
 * @param sign 1, or -1 where the encoder falls as the leg extends
 * @param residualRad half of what the zeros of the poses differ by
 */
public record MotorZero(double zeroRad, int sign, double residualRad) {

  /** More than this on either side is no encoder's reading. */
  private static final double FARTHEST_ZERO = 1000;

  public MotorZero {
    if (Math.abs(sign) != 1) {
      throw new IllegalArgumentException("sign is " + sign + "; allowed: 1 or -1");
    }
    if (!(Math.abs(zeroRad) <= FARTHEST_ZERO)) {
      throw new IllegalArgumentException("zero is " + zeroRad + "; allowed: -1000 to 1000 rad");
    }
    if (!(residualRad >= 0 && residualRad <= Math.PI)) {
      throw new IllegalArgumentException("residual is " + residualRad + "; allowed: 0 to pi rad");
    }
  }
}
