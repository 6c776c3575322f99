package minitaur.controller.learn.policy;

import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.MlpPass;
import minitaur.controller.learn.nn.NetworkShape;
import minitaur.controller.learn.nn.SquashedGaussian;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the actions of a learned policy. With the paper's head these are {@code a = tanh(mu(s) +
 * sigma(s) eps)}, or {@code a = tanh(mu(s))} for a deterministic policy (paper, Eq. 8 and appendix
 * C). It owns a copy of the parameters, so that the learner can continue to update its own. Acting
 * allocates nothing.
 */
public final class NetworkPolicy implements Policy {
  private final PolicySpec spec;
  private final MlpParameters parameters;
  private final @Nullable RandomStream noise;
  private final Matrix input;
  private final float[] inputRow;
  private final MlpPass pass;
  private long id;

  /**
   * Creates a policy whose parameters are all zero.
   *
   * @param noise source of the exploration noise, kept; null for a deterministic policy
   */
  public NetworkPolicy(MatrixBackend backend, PolicySpec spec, @Nullable RandomStream noise) {
    this.spec = spec;
    this.noise = noise;
    parameters =
        new MlpParameters(
            backend,
            new NetworkShape(
                spec.networkInputs(),
                spec.hidden(),
                spec.outputs(),
                switch (spec.activation()) {
                  case RELU -> NetworkShape.HiddenLayer.PLAIN;
                  case TANH -> NetworkShape.HiddenLayer.TANH;
                }));
    input = backend.matrix(1, spec.networkInputs());
    inputRow = new float[spec.networkInputs()];
    pass = new MlpPass(backend, parameters, input, MlpPass.Options.PLAIN);
  }

  /**
   * Sets the parameters.
   *
   * @param id id of the new parameters
   * @param values in the order of {@link PolicySpec}. Not modified, not kept.
   */
  public void set(long id, float[] values) {
    if (values.length != parameters.memory.length()) {
      throw new IllegalArgumentException(
          values.length + " values for " + parameters.memory.length() + " parameters");
    }
    parameters.memory.write(0, values, 0, values.length);
    this.id = id;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public void act(float[] state, float[] action) {
    System.arraycopy(state, 0, inputRow, 0, spec.inputs());
    for (int i = spec.inputs(); i < inputRow.length; i++) {
      inputRow[i] = noise == null ? 0 : (float) noise.nextGaussian();
    }
    input.writeRow(0, inputRow);
    pass.forward();
    for (int i = 0; i < action.length; i++) {
      double y = pass.output[i];
      action[i] =
          (float)
              switch (spec.head()) {
                case SQUASHED_GAUSSIAN -> Math.tanh(y + scaledNoise(action.length + i));
                case GAUSSIAN -> clip(y + scaledNoise(action.length + i));
                case DETERMINISTIC_TANH, LATENT_TANH -> withExplorationNoise(Math.tanh(y));
              };
    }
  }

  /**
   * The standard deviation in output {@code index} times a new standard normal sample; 0 without
   * noise.
   */
  private double scaledNoise(int index) {
    return noise == null ? 0 : SquashedGaussian.sigma(pass.output[index]) * noise.nextGaussian();
  }

  private double withExplorationNoise(double action) {
    if (noise == null || spec.explorationNoise() == 0) {
      return action;
    }
    return clip(action + spec.explorationNoise() * noise.nextGaussian());
  }

  private static double clip(double action) {
    return Math.max(-1, Math.min(1, action));
  }
}
