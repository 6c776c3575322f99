package minitaur.controller.learn.nn;

/**
 * Backward pass of a network with two hidden layers on two threads. Results are bit-identical with
 * one thread. Allocates nothing after construction.
 */
public final class SharedBackward {
  private final TwoThreads threads;
  private final LayerPass pass;
  private final LayerParameters gradient;
  private final Runnable lower;
  private final Runnable upper;

  /**
   * @param pass the owner sets its {@link LayerPass#outputGradient} before {@link #run}
   * @param gradient gradient of the parameters. Modified by {@link #run}.
   */
  public SharedBackward(TwoThreads threads, LayerPass pass, LayerParameters gradient) {
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
