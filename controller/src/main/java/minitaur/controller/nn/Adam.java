package minitaur.controller.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) over the parameters of one network.
 *
 * <p>m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate / (1 - b1^t) * m / (sqrt(v / (1 -
 * b2^t)) + epsilon)
 */
public final class Adam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final float EPSILON = 1e-8f;

  /** Far above the smallest normal float, far below any moment that counts. */
  private static final float FLUSH = 1e-30f;

  /**
   * Length of a piece; loops are vectorised only over arrays that all start at 0, and a few of this
   * fit the L1 cache.
   */
  private static final int PIECE = 4096;

  private final NetworkParameters parameters;
  private final float learningRate;
  private final float[][] firstMoment;
  private final float[][] secondMoment;
  private final float[] weights = new float[PIECE];
  private final float[] gradients = new float[PIECE];
  private long steps;

  /** Starts with zero moments. */
  public Adam(NetworkParameters parameters, double learningRate) {
    this.parameters = parameters;
    this.learningRate = (float) learningRate;
    int pieces = (parameters.memory.length() + PIECE - 1) / PIECE;
    firstMoment = new float[pieces][PIECE];
    secondMoment = new float[pieces][PIECE];
  }

  /**
   * Takes one step on the parameters.
   *
   * @param gradient the shape of the parameters. Not modified.
   */
  public void step(NetworkParameters gradient) {
    steps++;
    float stepSize = (float) (learningRate / (1 - Math.pow(BETA_1, steps)));
    float secondScale = (float) (1 / Math.sqrt(1 - Math.pow(BETA_2, steps)));
    int length = parameters.memory.length();
    for (int piece = 0; piece < firstMoment.length; piece++) {
      int start = piece * PIECE;
      int count = Math.min(PIECE, length - start);
      parameters.memory.read(start, weights, 0, count);
      gradient.memory.read(start, gradients, 0, count);
      descend(weights, gradients, firstMoment[piece], secondMoment[piece], stepSize, secondScale);
      parameters.memory.write(start, weights, 0, count);
    }
  }

  private static void descend(
      float[] w, float[] g, float[] m, float[] v, float stepSize, float secondScale) {
    float b1 = (float) BETA_1;
    float b2 = (float) BETA_2;
    float oneMinusB1 = (float) (1 - BETA_1);
    float oneMinusB2 = (float) (1 - BETA_2);
    for (int i = 0; i < PIECE; i++) {
      float gradient = g[i];
      // The moment of a weight that gets no gradient any more would fade into subnormal numbers,
      // which are a hundred times
      // slower to work with: this makes them zero and changes no larger one.
      float first = (b1 * m[i] + oneMinusB1 * gradient + FLUSH) - FLUSH;
      float second = b2 * v[i] + oneMinusB2 * gradient * gradient;
      m[i] = first;
      v[i] = second;
      w[i] -= stepSize * first / ((float) Math.sqrt(second) * secondScale + EPSILON);
    }
  }

  /** Writes moments and number of steps. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(steps);
    for (int piece = 0; piece < firstMoment.length; piece++) {
      FloatArrays.write(firstMoment[piece], out);
      FloatArrays.write(secondMoment[piece], out);
    }
  }

  /** Reads what {@link #save} of the same shape wrote. */
  public void restore(DataInput in) throws IOException {
    steps = in.readLong();
    for (int piece = 0; piece < firstMoment.length; piece++) {
      FloatArrays.read(firstMoment[piece], in);
      FloatArrays.read(secondMoment[piece], in);
    }
  }
}
