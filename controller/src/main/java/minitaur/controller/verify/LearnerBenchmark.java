package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.layernorm.LayerNormSacSettings;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.controller.learn.paper.PaperSettings;
import minitaur.hal.random.RandomStream;

/**
 * Measures updates per second of a learner at the dimensions of the walking task, and the limit set
 * by its matrix products.
 *
 * @param seconds duration of each measurement, after a warm-up of half of it
 */
record LearnerBenchmark(LearnerSettings settings, double seconds) {

  /** Below this speed-up, both threads share the floating-point units of one core. */
  private static final double TWO_CORES_SPEED_UP = 1.7;

  private static final int STATE = 112;
  private static final int ACTION = 8;

  /** Many short rounds, because the speed of a shared machine changes within seconds. */
  private static final int ROUNDS = 45;

  /**
   * Runs the measurement. Every rate, and every ratio of two rates, is the median of interleaved
   * rounds, so that drifts of the machine affect both rates of a ratio.
   */
  List<Result> run() {
    try (TwoThreadExecutor one = new TwoThreadExecutor(1);
        TwoThreadExecutor two = new TwoThreadExecutor(2)) {
      TransitionBatch batch = randomBatch(settings);
      Learner oneThread = learner(settings, settings.backend(), one);
      Learner twoThreads = learner(settings, settings.backend(), two);
      List<Runnable> tasks = new ArrayList<>();
      tasks.add(() -> oneThread.update(batch));
      tasks.add(() -> twoThreads.update(batch));
      int delay = policyDelay();
      double operations = 0;
      if (delay > 0) {
        UpdateMatrixProducts products = products();
        UpdateMatrixProducts secondProducts = products();
        operations = products.operations(delay);
        tasks.add(() -> products.run(delay));
        tasks.add(() -> two.run(() -> products.run(delay), () -> secondProducts.run(delay)));
      }
      double[][] rates = rates(tasks);
      ResultList results = new ResultList();
      results.info("updates, one thread", median(rates[0]), "1/s");
      results.info("updates, two threads", median(rates[1]), "1/s");
      double productsSpeedUp = Double.NaN;
      if (delay > 0) {
        double productsRate = median(rates[2]);
        double gigaflops = operations * productsRate / 1e9;
        results.info("products of an update, one thread", gigaflops, "GFLOP/s");
        results.info("limit of updates by their products, one thread", productsRate * delay, "1/s");
        double share = medianRatio(rates[0], rates[2]) / delay;
        results.atLeast(0.75, "one thread, share of the limit", share, "");
        productsSpeedUp = 2 * medianRatio(rates[3], rates[2]);
        results.info("products alone, speed-up by two threads", productsSpeedUp, "");
      }
      double speedUp = medianRatio(rates[1], rates[0]);
      if (productsSpeedUp < TWO_CORES_SPEED_UP) {
        results.info(
            "two threads, speed-up (no threshold: fewer than two free cores)", speedUp, "");
      } else {
        results.atLeast(1.6, "two threads, speed-up", speedUp, "");
      }
      return results.list();
    }
  }

  /** Critic updates per policy update; 0 when the matrix products of the learner are not known. */
  private int policyDelay() {
    return settings instanceof LayerNormSacSettings layerNorm
        ? layerNorm.update().policyDelay()
        : settings instanceof PaperSettings ? 1 : 0;
  }

  private UpdateMatrixProducts products() {
    int units = settings.policySpec(spec()).hidden().get(0);
    return new UpdateMatrixProducts(settings.backend(), settings.batchSize(), STATE, ACTION, units);
  }

  /** The rate of each task in each round, {@code [task][round]}. */
  private double[][] rates(List<Runnable> tasks) {
    double[][] rounds = new double[tasks.size()][ROUNDS];
    for (Runnable task : tasks) {
      Rate.perSecond(seconds / 2, task::run);
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < tasks.size(); i++) {
        rounds[i][round] = Rate.perSecond(seconds / ROUNDS, tasks.get(i)::run);
      }
    }
    return rounds;
  }

  double twoThreadsUpdatesPerSecond() {
    try (TwoThreadExecutor two = new TwoThreadExecutor(2)) {
      TransitionBatch batch = randomBatch(settings);
      Learner learner = learner(settings, settings.backend(), two);
      Rate.perSecond(seconds / 2, () -> learner.update(batch));
      return Rate.perSecond(seconds, () -> learner.update(batch));
    }
  }

  private static EnvironmentSpec spec() {
    return new EnvironmentSpec("bench", STATE, ACTION, 50, 500, null);
  }

  /** Creates a learner with the dimensions of the walking task. */
  static Learner learner(
      LearnerSettings settings, MatrixBackend backend, TwoThreadExecutor threads) {
    return settings.create(new LearnerContext(spec(), backend, threads, 0));
  }

  /** A batch of random transitions. */
  static TransitionBatch randomBatch(LearnerSettings settings) {
    RandomStream random = RandomStream.of(0, "batch");
    TransitionBatch batch = new TransitionBatch(settings.batchSize(), STATE, ACTION);
    fill(batch.states, random);
    fill(batch.nextStates, random);
    fill(batch.actions, random);
    fill(batch.rewards, random);
    Arrays.fill(batch.discounts, 1);
    return batch;
  }

  private static void fill(float[] values, RandomStream random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextUniform(-1, 1);
    }
  }

  private static double medianRatio(double[] a, double[] b) {
    double[] ratios = new double[a.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = a[i] / b[i];
    }
    return median(ratios);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
