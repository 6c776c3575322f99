package minitaur.controller.learn;

import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreads;
import minitaur.hal.random.RandomStream;

/**
 * What a learner is built from besides its settings.
 *
 * @param spec the environment
 * @param backend multiplies matrices
 * @param threads shared with nothing else; kept by the learner, not closed by it
 * @param seed of the run
 */
public record LearnerContext(
    EnvironmentSpec spec, MatrixBackend backend, TwoThreads threads, long seed) {
  /** The learner's random stream with this name, such as {@code weights} or {@code noise}. */
  public RandomStream stream(String name) {
    return RandomStream.of(seed, "learner." + name);
  }
}
