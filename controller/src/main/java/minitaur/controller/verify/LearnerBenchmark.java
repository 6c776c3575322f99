package minitaur.controller.verify;

import java.util.Arrays;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.InputScaling;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreads;
import minitaur.controller.learn.sac.SacSettings;
import minitaur.controller.learn.sac.SoftActorCritic;
import minitaur.hal.random.RandomStream;

/**
 * How many gradient steps a second the learner takes, and how many it could take if it did nothing
 * but the products that one needs at the rate that this machine multiplies matrices.
 */
public final class LearnerBenchmark {
  /**
   * Floating-point operations of the products of one gradient step: batch 256, 2 x 256 units, 112 +
   * 8 inputs.
   */
  public static final double OPERATIONS_PER_UPDATE = 0.719e9;

  private static final int STATE = 112;
  private static final int ACTION = 8;
  private static final int BATCH = 256;
  private static final int SIDE = 256;
  private static final int ROUNDS = 7;

  /** Enough to be long against the hand-over to another thread. */
  private static final int PRODUCTS_AT_ONCE = 8;

  private final MatrixBackend backend;
  private final double seconds;

  /**
   * @param seconds how long each figure is measured, after a warm-up of half as long
   */
  public LearnerBenchmark(MatrixBackend backend, double seconds) {
    this.backend = backend;
    this.seconds = seconds;
  }

  /**
   * What was measured; every rate is the median of several rounds, which take turns so that a
   * machine whose speed drifts drifts for all of them.
   *
   * @param backend who multiplied
   * @param productGigaflops rate of a 256 x 256 x 256 float product, one thread
   * @param twoThreadsProductGigaflops rate of such products of two threads together: what this
   *     machine's second core adds
   * @param limitUpdatesPerSecond that rate over {@link #OPERATIONS_PER_UPDATE}
   * @param oneThreadUpdatesPerSecond gradient steps a second on one thread
   * @param twoThreadsUpdatesPerSecond gradient steps a second on two threads
   */
  public record Figures(
      String backend,
      double productGigaflops,
      double twoThreadsProductGigaflops,
      double limitUpdatesPerSecond,
      double oneThreadUpdatesPerSecond,
      double twoThreadsUpdatesPerSecond) {
    /** Share of the limit that one thread reaches. */
    public double shareOfLimit() {
      return oneThreadUpdatesPerSecond / limitUpdatesPerSecond;
    }

    /** How much faster the second thread makes products alone. */
    public double productSpeedUp() {
      return twoThreadsProductGigaflops / productGigaflops;
    }

    /** How much faster two threads are than one. */
    public double speedUp() {
      return twoThreadsUpdatesPerSecond / oneThreadUpdatesPerSecond;
    }
  }

  /** Measures. */
  public Figures run() {
    try (TwoThreads one = new TwoThreads(1);
        TwoThreads two = new TwoThreads(2)) {
      TransitionBatch batch = randomBatch();
      SoftActorCritic oneThread = learner(backend, one);
      SoftActorCritic twoThreads = learner(backend, two);
      Matrix a = randomSquare();
      Matrix b = randomSquare();
      Matrix c = backend.matrix(SIDE, SIDE);
      Matrix d = randomSquare();
      Matrix e = randomSquare();
      Matrix f = backend.matrix(SIDE, SIDE);
      Runnable product = () -> multiply(c, a, b);
      Runnable otherProduct = () -> multiply(f, d, e);
      Runnable products = () -> two.run(product, otherProduct);
      Runnable update1 = () -> oneThread.update(batch);
      Runnable update2 = () -> twoThreads.update(batch);
      double slice = seconds / ROUNDS;
      rate(product, seconds / 2);
      rate(products, seconds / 2);
      rate(update1, seconds / 2);
      rate(update2, seconds / 2);
      double[] single = new double[ROUNDS];
      double[] twice = new double[ROUNDS];
      double[] updates1 = new double[ROUNDS];
      double[] updates2 = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        single[round] = rate(product, slice);
        twice[round] = rate(products, slice);
        updates1[round] = rate(update1, slice);
        updates2[round] = rate(update2, slice);
      }
      double gigaflopsEach = PRODUCTS_AT_ONCE * 2.0 * SIDE * SIDE * SIDE / 1e9;
      double gigaflops = median(single) * gigaflopsEach;
      return new Figures(
          backend.name(),
          gigaflops,
          2 * median(twice) * gigaflopsEach,
          gigaflops * 1e9 / OPERATIONS_PER_UPDATE,
          median(updates1),
          median(updates2));
    }
  }

  private static void multiply(Matrix c, Matrix a, Matrix b) {
    for (int i = 0; i < PRODUCTS_AT_ONCE; i++) {
      c.setProduct(a, false, b, true);
    }
  }

  /** A learner of the task's size. */
  static SoftActorCritic learner(MatrixBackend backend, TwoThreads threads) {
    SacSettings settings = new SacSettings(BATCH, SIDE, 3e-4, 0.99, 0.005, -ACTION, true, 1);
    return new SoftActorCritic(
        backend,
        settings,
        InputScaling.identity(STATE),
        ACTION,
        RandomStream.of(0, "weights"),
        RandomStream.of(0, "noise"),
        threads);
  }

  /** Something to learn from. */
  static TransitionBatch randomBatch() {
    RandomStream random = RandomStream.of(0, "batch");
    TransitionBatch batch = new TransitionBatch(BATCH, STATE, ACTION);
    fill(batch.states, random);
    fill(batch.nextStates, random);
    fill(batch.actions, random);
    fill(batch.rewards, random);
    Arrays.fill(batch.discounts, 1);
    return batch;
  }

  private Matrix randomSquare() {
    Matrix matrix = backend.matrix(SIDE, SIDE);
    float[] values = new float[SIDE * SIDE];
    fill(values, RandomStream.of(0, "square"));
    matrix.write(values);
    return matrix;
  }

  private static void fill(float[] values, RandomStream random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextUniform(-1, 1);
    }
  }

  private static double rate(Runnable work, double seconds) {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long now;
    long count = 0;
    do {
      work.run();
      count++;
      now = System.nanoTime();
    } while (now < end);
    return count * 1e9 / (now - start);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
