package minitaur.controller.learn.policy;

import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.NetworkParameters;
import minitaur.controller.learn.nn.NetworkPass;
import minitaur.controller.learn.nn.NetworkWorkspace;
import minitaur.controller.learn.nn.SquashedGaussian;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * The learnt policy, acting: {@code a = tanh(mu(s) + sigma(s) eps)}, or {@code a = tanh(mu(s))}
 * when it is deterministic (paper, Eq. 8 and appendix C). It owns a copy of its parameters, so that
 * the learner may go on with its own.
 */
public final class SquashedGaussianPolicy implements Policy {
  private final NetworkParameters parameters;
  private final @Nullable RandomStream noise;
  private final Matrix input;
  private final NetworkPass pass;
  private long id;

  /**
   * A policy whose parameters are all zero.
   *
   * @param noise where eps comes from, kept; null for a deterministic policy
   */
  public SquashedGaussianPolicy(
      MatrixBackend backend, PolicySpec spec, @Nullable RandomStream noise) {
    this.noise = noise;
    int hiddenUnits = spec.hidden().get(0);
    parameters = new NetworkParameters(backend, spec.inputs(), hiddenUnits, spec.outputs());
    input = backend.matrix(1, spec.inputs());
    pass =
        new NetworkPass(backend, parameters, input, new NetworkWorkspace(backend, 1, hiddenUnits));
  }

  /**
   * Takes over parameters.
   *
   * @param id names them from now on
   * @param values in the order of {@link NetworkParameters#memory}. Not modified, not kept.
   */
  public void set(long id, float[] values) {
    parameters.set(values);
    this.id = id;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public void act(float[] state, float[] action) {
    input.writeRow(0, state);
    pass.forward();
    for (int i = 0; i < action.length; i++) {
      double u = pass.output[i];
      if (noise != null) {
        u += SquashedGaussian.sigma(pass.output[action.length + i]) * noise.nextGaussian();
      }
      action[i] = (float) Math.tanh(u);
    }
  }
}
