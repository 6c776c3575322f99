package minitaur.sim.device;

/** An absolute encoder on a motor's shaft: angles come in whole counts, rounded to the nearest. */
public final class Encoder {
  private final double radPerCount;

  /**
   * @param bits of resolution over a turn; 0 for an exact one
   */
  public Encoder(int bits) {
    if (bits < 0 || bits > 31) {
      throw new IllegalArgumentException("an encoder has 0 (exact) to 31 bits, not " + bits);
    }
    radPerCount = bits == 0 ? 0 : 2 * Math.PI / (1L << bits);
  }

  /** What the encoder says at {@code angle}, rad. */
  public double read(double angle) {
    return radPerCount == 0 ? angle : Math.rint(angle / radPerCount) * radPerCount;
  }
}
