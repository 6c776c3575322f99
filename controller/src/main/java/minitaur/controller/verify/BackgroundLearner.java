package minitaur.controller.verify;

import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.hal.loop.Agent;

/** A learner that trains on its own thread as fast as it can, as a background load. */
final class BackgroundLearner implements AutoCloseable {
  private final Agent agent;
  private final long startNanos = System.nanoTime();
  private volatile long updates;

  BackgroundLearner(LearnerSettings settings) {
    agent = new Agent("background-learner", Agent.once(() -> learn(settings)));
    agent.start();
  }

  /** Gradient steps per second so far. */
  double updatesPerSecond() {
    return updates * 1e9 / (System.nanoTime() - startNanos);
  }

  @Override
  public void close() {
    agent.close();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private void learn(LearnerSettings settings) {
    try (TwoThreadExecutor singleThread = new TwoThreadExecutor(1)) {
      Learner learner = LearnerBenchmark.learner(settings, settings.backend(), singleThread);
      TransitionBatch batch = LearnerBenchmark.randomBatch(settings);
      while (!agent.isClosing()) {
        learner.update(batch);
        updates++;
      }
    }
  }
}
