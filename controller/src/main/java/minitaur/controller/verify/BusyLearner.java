package minitaur.controller.verify;

import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreads;
import minitaur.controller.learn.sac.SoftActorCritic;
import minitaur.hal.loop.Threads;

/** A learner on a thread of its own that learns as fast as it can, to be in the way of others. */
final class BusyLearner implements AutoCloseable {
  private final Thread thread;
  private final long startNanos = System.nanoTime();
  private volatile boolean ending;
  private volatile long updates;

  BusyLearner(MatrixBackend backend) {
    thread = new Thread(() -> learn(backend), "busy-learner");
    thread.setDaemon(true);
    thread.start();
  }

  /** Gradient steps a second so far. */
  double updatesPerSecond() {
    return updates * 1e9 / (System.nanoTime() - startNanos);
  }

  @Override
  public void close() {
    ending = true;
    Threads.join(thread);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private void learn(MatrixBackend backend) {
    try (TwoThreads alone = new TwoThreads(1)) {
      SoftActorCritic learner = LearnerBenchmark.learner(backend, alone);
      TransitionBatch batch = LearnerBenchmark.randomBatch();
      while (!ending) {
        learner.update(batch);
        updates++;
      }
    }
  }
}
