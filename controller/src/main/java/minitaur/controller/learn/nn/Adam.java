package minitaur.controller.learn.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Adam optimizer (Kingma and Ba 2015, algorithm 1) for parameters in one memory.
 *
 * <p>m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate / (1 - b1^t) * m / (sqrt(v / (1 -
 * b2^t)) + epsilon)
 */
public final class Adam implements TrainingState {
  /** Default decay of the first moment. */
  public static final double BETA_1 = 0.9;

  /** Default constant added to the square root of the second moment. */
  public static final double EPSILON = 1e-8;

  private static final double BETA_2 = 0.999;

  /**
   * Offset that flushes small first moments to zero. The moments of a weight whose gradient stays
   * zero would decay to subnormal numbers, on which arithmetic is about a hundred times slower.
   * Adding and subtracting this offset rounds a moment to a multiple of the offset's ulp, so that
   * neither the moment nor its product with the step size is subnormal. The offsets of both moments
   * are far below any moment that changes a weight.
   */
  private static final float FLUSH_FIRST = 1e-24f;

  private static final float FLUSH_SECOND = 1e-30f;

  /**
   * Number of parameters per piece. The compiler vectorizes only loops over arrays that all start
   * at index 0. Weights, gradients, both moments and an average of this length fit into the L1
   * cache.
   */
  public static final int CHUNK_SIZE = 1024;

  private final FloatMemory parameters;
  private final double beta1;
  private final float epsilon;
  private final float[][] firstMoment;
  private final float[][] secondMoment;
  private final float[] weights = new float[CHUNK_SIZE];
  private final float[] gradients = new float[CHUNK_SIZE];
  private final @Nullable MovingAverage average;
  private long steps;

  /** Starts with zero moments, the default decays and the default epsilon. */
  public Adam(FloatMemory parameters) {
    this(parameters, BETA_1, EPSILON, null);
  }

  /**
   * Starts with zero moments.
   *
   * @param parameters not copied. Modified.
   * @param beta1 decay of the first moment
   * @param epsilon constant added to the square root of the second moment
   * @param average updated at each step, while the weights are in the L1 cache; null for none
   */
  public Adam(
      FloatMemory parameters, double beta1, double epsilon, @Nullable MovingAverage average) {
    this.parameters = parameters;
    this.beta1 = beta1;
    this.epsilon = (float) epsilon;
    this.average = average;
    int chunks = (parameters.length() + CHUNK_SIZE - 1) / CHUNK_SIZE;
    firstMoment = new float[chunks][CHUNK_SIZE];
    secondMoment = new float[chunks][CHUNK_SIZE];
  }

  /**
   * Takes one optimizer step.
   *
   * @param gradient gradient of the parameters, of the same length. Not modified.
   */
  public void step(FloatMemory gradient, double learningRate) {
    steps++;
    float stepSize = (float) ((float) learningRate / (1 - Math.pow(beta1, steps)));
    float secondScale = (float) (1 / Math.sqrt(1 - Math.pow(BETA_2, steps)));
    int length = parameters.length();
    for (int chunk = 0; chunk < firstMoment.length; chunk++) {
      int start = chunk * CHUNK_SIZE;
      int count = Math.min(CHUNK_SIZE, length - start);
      parameters.read(start, weights, 0, count);
      gradient.read(start, gradients, 0, count);
      applyStep(
          weights,
          gradients,
          firstMoment[chunk],
          secondMoment[chunk],
          stepSize,
          secondScale,
          beta1,
          epsilon);
      parameters.write(start, weights, 0, count);
      if (average != null) {
        average.update(start, weights, count);
      }
    }
  }

  private static void applyStep(
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      float stepSize,
      float secondScale,
      double beta1,
      float epsilon) {
    float b1 = (float) beta1;
    float b2 = (float) BETA_2;
    float oneMinusB1 = (float) (1 - beta1);
    float oneMinusB2 = (float) (1 - BETA_2);
    for (int i = 0; i < CHUNK_SIZE; i++) {
      float gradient = g[i];
      float first = (b1 * m[i] + oneMinusB1 * gradient + FLUSH_FIRST) - FLUSH_FIRST;
      float second = (b2 * v[i] + oneMinusB2 * gradient * gradient + FLUSH_SECOND) - FLUSH_SECOND;
      m[i] = first;
      v[i] = second;
      w[i] -= stepSize * first / ((float) Math.sqrt(second) * secondScale + epsilon);
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(steps);
    save(firstMoment, out);
    save(secondMoment, out);
  }

  private void save(float[][] moment, DataOutput out) throws IOException {
    float[] values = new float[parameters.length()];
    for (int start = 0; start < values.length; start += CHUNK_SIZE) {
      int count = Math.min(CHUNK_SIZE, values.length - start);
      System.arraycopy(moment[start / CHUNK_SIZE], 0, values, start, count);
    }
    FloatArrays.write(values, out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    steps = in.readLong();
    restore(firstMoment, in);
    restore(secondMoment, in);
  }

  private void restore(float[][] moment, DataInput in) throws IOException {
    float[] values = new float[parameters.length()];
    FloatArrays.read(values, in);
    for (int start = 0; start < values.length; start += CHUNK_SIZE) {
      int count = Math.min(CHUNK_SIZE, values.length - start);
      System.arraycopy(values, start, moment[start / CHUNK_SIZE], 0, count);
    }
  }
}
