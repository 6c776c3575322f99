package minitaur.controller.learn;

import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.hal.random.RandomStream;

/**
 * Dependencies from which a learner is created, in addition to its settings.
 *
 * @param spec the environment
 * @param backend backend for matrix products
 * @param threads for the exclusive use of the learner, which keeps but does not close them
 * @param seed seed of the run
 */
public record LearnerContext(
    EnvironmentSpec spec, MatrixBackend backend, TwoThreadExecutor threads, long seed) {
  /** The learner's random stream with the given name, such as {@code weights} or {@code noise}. */
  public RandomStream stream(String name) {
    return RandomStream.of(seed, "learner." + name);
  }
}
