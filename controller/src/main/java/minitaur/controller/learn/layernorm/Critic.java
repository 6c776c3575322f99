package minitaur.controller.learn.layernorm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.controller.learn.nn.Adam;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.MlpPass;
import minitaur.controller.learn.nn.MovingAverage;
import minitaur.controller.learn.nn.NetworkShape;
import minitaur.controller.learn.nn.PassMemory;
import minitaur.hal.random.RandomStream;

/**
 * A critic with its target network and optimizer. Critics share no data that they write, so that
 * each may run on its own thread.
 */
final class Critic {
  final MlpParameters parameters;
  final MlpParameters target;

  final MlpPass nextPass;
  final MlpPass dataPass;
  final MlpPass policyPass;

  private final MlpParameters gradient;
  private final Adam optimizer;
  private final Matrix actionWeights;
  private final Matrix actionGradientMatrix;
  private final RandomStream dropout;
  private final double lossScale;

  /** {@code [batch x action]} derivative of the policy's loss with respect to the action. */
  final float[] actionGradient;

  /** Loss of the last {@link #learn}. */
  double loss;

  /**
   * @param inputs {@code [batch x state + action]} each: next states and their sampled actions,
   *     states and stored actions, states and sampled actions
   */
  Critic(
      LayerNormSac.Hyperparameters hyperparameters,
      MatrixBackend backend,
      LayerNormSac.Inputs inputs,
      int actions,
      RandomStream weights,
      RandomStream dropout) {
    this.dropout = dropout;
    lossScale = hyperparameters.criticLossScale();
    NetworkShape shape =
        new NetworkShape(
            inputs.data().columns,
            hyperparameters.hidden(),
            1,
            hyperparameters.dropout() > 0
                ? NetworkShape.HiddenLayer.DROPOUT_LAYER_NORM
                : NetworkShape.HiddenLayer.LAYER_NORM);
    parameters = new MlpParameters(backend, shape);
    parameters.initHiddenByFanIn(weights);
    target = new MlpParameters(backend, shape);
    target.set(parameters);
    gradient = new MlpParameters(backend, shape);
    optimizer =
        new Adam(
            parameters.memory,
            new MovingAverage(target.memory, hyperparameters.update().targetSmoothing()));
    MlpPass.Options options =
        new MlpPass.Options(hyperparameters.layerNormEpsilon(), hyperparameters.dropout());
    int batch = inputs.data().rows;
    PassMemory memory = new PassMemory(backend, shape, batch);
    nextPass = new MlpPass(memory, target, inputs.next(), options);
    dataPass = new MlpPass(memory, parameters, inputs.data(), options);
    policyPass = new MlpPass(memory, parameters, inputs.policy(), options);
    actionWeights =
        parameters.weights.get(0).columnWindow(inputs.data().columns - actions, actions);
    actionGradientMatrix = backend.matrix(batch, actions);
    actionGradient = new float[batch * actions];
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
    optimizer.step(gradient.memory, learningRate);
  }

  /**
   * Computes Q of the sampled actions and {@link #actionGradient} for the loss {@code -mean(Q1 +
   * Q2) / 2}.
   */
  void evaluatePolicy() {
    policyPass.forward();
    Arrays.fill(policyPass.outputGradient, -0.5f / policyPass.outputGradient.length);
    policyPass.backwardToInput(actionWeights, actionGradientMatrix);
    actionGradientMatrix.read(actionGradient);
  }

  boolean isFinite() {
    return parameters.isFinite() && target.isFinite();
  }

  void save(DataOutput out) throws IOException {
    parameters.save(out);
    target.save(out);
    optimizer.save(out);
    dropout.save(out);
  }

  void restore(DataInput in) throws IOException {
    parameters.restore(in);
    target.restore(in);
    optimizer.restore(in);
    dropout.restore(in);
  }
}
