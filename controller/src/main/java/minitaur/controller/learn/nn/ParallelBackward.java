package minitaur.controller.learn.nn;

/**
 * Backward pass of a network with two hidden layers on two threads. Results are bit-identical with
 * one thread. Allocates nothing after construction.
 */
public final class ParallelBackward {
  private final TwoThreadExecutor threads;
  private final MlpPass pass;
  private final MlpParameters gradient;
  private final Runnable lower;
  private final Runnable upper;

  /**
   * @param pass the owner sets its {@link MlpPass#outputGradient} before {@link #run}
   * @param gradient gradient of the parameters. Modified by {@link #run}.
   */
  public ParallelBackward(TwoThreadExecutor threads, MlpPass pass, MlpParameters gradient) {
    this.threads = threads;
    this.pass = pass;
    this.gradient = gradient;
    upper = () -> pass.backwardWeights(1, gradient);
    lower =
        () -> {
          pass.backwardInput(1, gradient);
          pass.backwardWeights(0, gradient);
        };
  }

  /** Computes the gradient of all parameters. Called at most once after each forward pass. */
  public void run() {
    pass.backwardOutput(gradient);
    threads.run(lower, upper);
  }
}
