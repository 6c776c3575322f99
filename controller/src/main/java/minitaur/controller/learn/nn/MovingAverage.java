package minitaur.controller.learn.nn;

/**
 * Exponential moving average of a network's parameters, for a target network or an averaged policy.
 * It is updated piece by piece by the optimizer, or for all parameters at once.
 *
 * <p>{@code average <- tau theta + (1 - tau) average}
 */
public final class MovingAverage {
  private final FloatMemory average;
  private final float tau;
  private final float[] averageChunk = new float[Adam.CHUNK_SIZE];
  private final float[] thetaChunk = new float[Adam.CHUNK_SIZE];

  /**
   * @param average not copied. Modified by {@link #update}.
   * @param tau weight of the new parameters; tau of a target network
   */
  public MovingAverage(FloatMemory average, double tau) {
    this.average = average;
    this.tau = (float) tau;
  }

  /**
   * Updates a piece of the average.
   *
   * @param start offset of the piece
   * @param theta the new parameters of the piece, in an array of length {@link Adam#CHUNK_SIZE}.
   *     Not modified, not kept.
   * @param count number of parameters in the piece, from the start of the array
   */
  void update(int start, float[] theta, int count) {
    average.read(start, averageChunk, 0, count);
    average(theta, averageChunk, tau);
    average.write(start, averageChunk, 0, count);
  }

  /**
   * Updates the average of all parameters.
   *
   * @param theta the new parameters, of the same length as the average. Not modified.
   */
  public void update(FloatMemory theta) {
    for (int start = 0; start < theta.length(); start += Adam.CHUNK_SIZE) {
      int count = Math.min(Adam.CHUNK_SIZE, theta.length() - start);
      theta.read(start, thetaChunk, 0, count);
      update(start, thetaChunk, count);
    }
  }

  private static void average(float[] theta, float[] average, float tau) {
    float oneMinusTau = 1 - tau;
    for (int i = 0; i < Adam.CHUNK_SIZE; i++) {
      average[i] = tau * theta[i] + oneMinusTau * average[i];
    }
  }
}
