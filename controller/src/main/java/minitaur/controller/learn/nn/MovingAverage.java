package minitaur.controller.learn.nn;

/**
 * Exponential moving average of a network's parameters, for a target network or an averaged policy.
 * It is updated piece by piece by the optimizer, or for all parameters at once.
 *
 * <p>{@code average <- share theta + (1 - share) average}
 */
public final class MovingAverage implements Adam.Follower {
  private final FloatMemory average;
  private final float share;
  private final float[] piece = new float[Adam.PIECE];
  private final float[] newer = new float[Adam.PIECE];

  /**
   * @param average not copied. Modified by {@link #follow}.
   * @param share weight of the new parameters; tau of a target network
   */
  public MovingAverage(FloatMemory average, double share) {
    this.average = average;
    this.share = (float) share;
  }

  @Override
  public void follow(int start, float[] theta, int count) {
    average.read(start, piece, 0, count);
    average(theta, piece, share);
    average.write(start, piece, 0, count);
  }

  /**
   * Updates the average of all parameters.
   *
   * @param theta the new parameters, of the same length as the average. Not modified.
   */
  public void follow(FloatMemory theta) {
    for (int start = 0; start < theta.length(); start += Adam.PIECE) {
      int count = Math.min(Adam.PIECE, theta.length() - start);
      theta.read(start, newer, 0, count);
      follow(start, newer, count);
    }
  }

  private static void average(float[] theta, float[] average, float share) {
    float rest = 1 - share;
    for (int i = 0; i < Adam.PIECE; i++) {
      average[i] = share * theta[i] + rest * average[i];
    }
  }
}
