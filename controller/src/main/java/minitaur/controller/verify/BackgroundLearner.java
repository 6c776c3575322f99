package minitaur.controller.verify;

import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.TwoThreads;
import minitaur.hal.loop.Threads;

/** A learner that trains on its own thread as fast as it can, as a background load. */
final class BackgroundLearner implements AutoCloseable {
  private final Thread thread;
  private final long startNanos = System.nanoTime();
  private volatile boolean ending;
  private volatile long updates;

  BackgroundLearner(LearnerSettings settings) {
    thread = new Thread(() -> learn(settings), "background-learner");
    thread.setDaemon(true);
    thread.start();
  }

  /** Gradient steps per second so far. */
  double updatesPerSecond() {
    return updates * 1e9 / (System.nanoTime() - startNanos);
  }

  @Override
  public void close() {
    ending = true;
    Threads.join(thread);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private void learn(LearnerSettings settings) {
    try (TwoThreads alone = new TwoThreads(1)) {
      Learner learner = LearnerBenchmark.learner(settings, settings.backend(), alone);
      TransitionBatch batch = LearnerBenchmark.randomBatch(settings);
      while (!ending) {
        learner.update(batch);
        updates++;
      }
    }
  }
}
