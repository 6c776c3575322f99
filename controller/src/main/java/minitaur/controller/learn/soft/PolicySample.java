package minitaur.controller.learn.soft;

import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.MlpPass;
import minitaur.controller.learn.nn.SquashedGaussian;
import minitaur.controller.learn.nn.StateActionInput;

/**
 * Pass of a stochastic policy through the states of a Q-function's input, and its sampled actions.
 */
public final class PolicySample {
  private final StateActionInput input;

  /** Pass of the policy. */
  public final MlpPass pass;

  /** The sampled actions and their log-likelihood. */
  public final SquashedGaussian gaussian;

  /**
   * @param policy not copied. Not modified.
   * @param input its actions are set by {@link #run}
   */
  public PolicySample(
      MatrixBackend backend,
      MlpParameters policy,
      StateActionInput input,
      MlpPass.Options options) {
    this.input = input;
    pass = new MlpPass(backend, policy, input.states(), options);
    gaussian = new SquashedGaussian(pass.output, input.states().rows);
  }

  /** Samples an action for each state and writes it to the input. */
  public void run() {
    pass.forward();
    gaussian.sample();
    input.actions().write(gaussian.action);
  }
}
