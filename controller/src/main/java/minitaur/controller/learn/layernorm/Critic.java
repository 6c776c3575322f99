package minitaur.controller.learn.layernorm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.controller.learn.nn.ActionGradient;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.MlpPass;
import minitaur.controller.learn.nn.NetworkShape;
import minitaur.controller.learn.nn.PassMemory;
import minitaur.controller.learn.nn.StateActionInput;
import minitaur.controller.learn.nn.TargetedNetwork;
import minitaur.hal.random.RandomStream;

/**
 * A critic with its target network and optimizer. Critics share no data that they write, so that
 * each may run on its own thread.
 */
final class Critic extends TargetedNetwork {
  final MlpPass nextPass;
  final MlpPass dataPass;
  final MlpPass policyPass;

  private final RandomStream dropout;
  private final double lossScale;

  /** Gradient of the policy's loss. */
  final ActionGradient actionGradient;

  /** Loss of the last {@link #learn}. */
  double loss;

  /**
   * Inputs of the critics. Not modified.
   *
   * @param next next states and their sampled actions
   * @param data states and stored actions
   * @param policy states and sampled actions
   */
  record Inputs(StateActionInput next, StateActionInput data, StateActionInput policy) {}

  Critic(
      LayerNormSac.Hyperparameters hyperparameters,
      MatrixBackend backend,
      Inputs inputs,
      RandomStream weights,
      RandomStream dropout) {
    super(
        backend,
        parameters(hyperparameters, backend, inputs.data().matrix().columns, weights),
        hyperparameters.update().targetSmoothing(),
        false);
    this.dropout = dropout;
    lossScale = hyperparameters.criticLossScale();
    MlpPass.Options options =
        new MlpPass.Options(hyperparameters.layerNormEpsilon(), hyperparameters.dropout());
    PassMemory memory = new PassMemory(backend, parameters.shape, inputs.data().matrix().rows);
    nextPass = new MlpPass(memory, target, inputs.next().matrix(), options);
    dataPass = new MlpPass(memory, parameters, inputs.data().matrix(), options);
    policyPass = new MlpPass(memory, parameters, inputs.policy().matrix(), options);
    actionGradient = new ActionGradient(backend, policyPass, parameters, inputs.policy());
  }

  private static MlpParameters parameters(
      LayerNormSac.Hyperparameters hyperparameters,
      MatrixBackend backend,
      int inputs,
      RandomStream weights) {
    NetworkShape shape =
        new NetworkShape(
            inputs,
            hyperparameters.hidden(),
            1,
            hyperparameters.dropout() > 0
                ? NetworkShape.HiddenLayer.DROPOUT_LAYER_NORM
                : NetworkShape.HiddenLayer.LAYER_NORM);
    return new MlpParameters(backend, shape).initHiddenByFanIn(weights);
  }

  /** Draws the dropout masks of all passes of an update. */
  void drawDropout() {
    nextPass.drawDropout(dropout);
    dataPass.drawDropout(dropout);
    policyPass.drawDropout(dropout);
  }

  /**
   * Takes one gradient step toward the targets and updates the target network.
   *
   * <p>{@code L = scale mean((Q(s, a) - y)^2)}
   *
   * @param targets {@code [batch]} y. Not modified.
   */
  void learn(float[] targets, double learningRate) {
    dataPass.forward();
    double sum = 0;
    double factor = 2 * lossScale / targets.length;
    for (int i = 0; i < targets.length; i++) {
      float residual = dataPass.output[i] - targets[i];
      dataPass.outputGradient[i] = (float) (factor * residual);
      sum += (double) residual * residual;
    }
    loss = lossScale * sum / targets.length;
    dataPass.backward(gradient);
    step(learningRate);
  }

  /**
   * Computes Q of the sampled actions and {@link #actionGradient} for the loss {@code -mean(Q1 +
   * Q2) / 2}.
   */
  void evaluatePolicy() {
    policyPass.forward();
    Arrays.fill(policyPass.outputGradient, -0.5f / policyPass.outputGradient.length);
    actionGradient.compute();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    super.save(out);
    dropout.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    super.restore(in);
    dropout.restore(in);
  }
}
