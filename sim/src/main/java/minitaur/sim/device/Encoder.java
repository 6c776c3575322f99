package minitaur.sim.device;

/** Absolute encoder on a motor's shaft; angles are rounded to the nearest count. */
public final class Encoder {
  private final double radPerCount;

  /**
   * @param bits resolution over a turn; 0 for exact angles
   */
  public Encoder(int bits) {
    if (bits < 0 || bits > 31) {
      throw new IllegalArgumentException("an encoder has 0 (exact) to 31 bits, not " + bits);
    }
    radPerCount = bits == 0 ? 0 : 2 * Math.PI / (1L << bits);
  }

  /** Encoder reading at {@code angle}, rad. */
  public double read(double angle) {
    return radPerCount == 0 ? angle : Math.rint(angle / radPerCount) * radPerCount;
  }
}
