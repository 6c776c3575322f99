package minitaur.controller.verify;

import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreads;
import minitaur.controller.learn.paper.PaperSettings;
import minitaur.hal.random.RandomStream;

/**
 * Gradient steps per second of the learner, and the limit set by the matrix products of a step at
 * the rate at which this machine multiplies.
 */
public final class LearnerBenchmark {
  /**
   * Floating-point operations of the products of one gradient step: batch 256, 2 x 256 units, 112 +
   * 8 inputs.
   */
  private static final double OPERATIONS_PER_UPDATE = 0.719e9;

  private static final double MIN_SHARE_OF_LIMIT = 0.75;
  private static final double MIN_SPEED_UP = 1.5;
  private static final int STATE = 112;
  private static final int ACTION = 8;
  private static final int BATCH = 256;
  private static final int SIDE = 256;
  private static final int ROUNDS = 7;

  /** Long compared with the hand-over to another thread. */
  private static final int PRODUCTS_AT_ONCE = 8;

  private final MatrixBackend backend;
  private final double seconds;

  /**
   * @param seconds duration of each measurement, after a warm-up of half of it
   */
  public LearnerBenchmark(MatrixBackend backend, double seconds) {
    this.backend = backend;
    this.seconds = seconds;
  }

  /**
   * Measures. Every rate is the median of several rounds, which alternate so that drifts of the
   * machine affect all of them.
   */
  public List<Result> run() {
    try (TwoThreads one = new TwoThreads(1);
        TwoThreads two = new TwoThreads(2)) {
      TransitionBatch batch = randomBatch();
      Learner oneThread = learner(backend, one);
      Learner twoThreads = learner(backend, two);
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
      double twoThreadsGigaflops = 2 * median(twice) * gigaflopsEach;
      double limit = gigaflops * 1e9 / OPERATIONS_PER_UPDATE;
      double oneThreadRate = median(updates1);
      double twoThreadsRate = median(updates2);
      return List.of(
          Result.info("float product 256x256x256, one thread", gigaflops, "GFLOP/s"),
          Result.info("float product 256x256x256, two threads", twoThreadsGigaflops, "GFLOP/s"),
          Result.info("float product, speed-up", twoThreadsGigaflops / gigaflops, ""),
          Result.info("limit of gradient steps by products", limit, "1/s"),
          Result.info("gradient steps, one thread", oneThreadRate, "1/s"),
          Result.atLeast(
              MIN_SHARE_OF_LIMIT, "one thread, share of the limit", oneThreadRate / limit, ""),
          Result.info("gradient steps, two threads", twoThreadsRate, "1/s"),
          Result.atLeast(
              MIN_SPEED_UP, "two threads, speed-up", twoThreadsRate / oneThreadRate, ""));
    }
  }

  /** Gradient steps per second on two threads. */
  double twoThreadsUpdatesPerSecond() {
    try (TwoThreads two = new TwoThreads(2)) {
      TransitionBatch batch = randomBatch();
      Learner learner = learner(backend, two);
      rate(() -> learner.update(batch), seconds / 2);
      return rate(() -> learner.update(batch), seconds);
    }
  }

  private static void multiply(Matrix c, Matrix a, Matrix b) {
    for (int i = 0; i < PRODUCTS_AT_ONCE; i++) {
      c.setProduct(a, false, b, true);
    }
  }

  /** A learner of the task's size. */
  static Learner learner(MatrixBackend backend, TwoThreads threads) {
    EnvironmentSpec spec = new EnvironmentSpec("bench", STATE, ACTION, 50, 500, null);
    return PaperSettings.defaults().create(new LearnerContext(spec, backend, threads, 0));
  }

  /** A batch of random transitions. */
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
