package minitaur.controller.learn.crossq;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.learn.nn.ActionGradient;
import minitaur.controller.learn.nn.Adam;
import minitaur.controller.learn.nn.BatchNormMode;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.MlpPass;
import minitaur.controller.learn.nn.MovingAverage;
import minitaur.controller.learn.nn.NetworkShape;
import minitaur.controller.learn.nn.StateActionInput;
import minitaur.controller.learn.nn.TrainingState;
import minitaur.controller.learn.nn.WeightNorm;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * A critic with its optimizer and optional target network. Critics share no data that they write,
 * so that each may run on its own thread.
 */
final class Critic implements TrainingState {
  final MlpParameters parameters;
  final @Nullable MlpParameters target;

  private final MlpPass jointPass;
  private final @Nullable MlpPass targetPass;
  private final MlpPass policyPass;
  private final MlpParameters gradient;
  private final Adam optimizer;
  private final @Nullable WeightNorm weightNorm;
  private final @Nullable MovingAverage average;
  private final int batch;

  /** Gradient of the policy's loss, set by {@link #backwardToAction}. */
  final ActionGradient actionGradient;

  /** Loss of the last {@link #learn}. */
  double loss;

  record Inputs(StateActionInput joint, StateActionInput policy) {}

  /**
   * @param training normalization of passes over a minibatch
   * @param inputs {@code joint}: states and stored actions, then next states and their sampled
   *     actions; {@code policy}: states and their sampled actions. Not modified.
   */
  Critic(
      MatrixBackend backend,
      CrossQSettings settings,
      BatchNormMode training,
      Inputs inputs,
      RandomStream weights) {
    NormalizationSettings normalization = settings.normalization();
    Matrix jointInput = inputs.joint().matrix();
    Matrix policyInput = inputs.policy().matrix();
    NetworkShape shape = CrossQ.shape(jointInput.columns, settings.hiddenUnits(), 1);
    batch = policyInput.rows;
    parameters = new MlpParameters(backend, shape).initHiddenByFanIn(weights);
    weightNorm = normalization.weightNormalization() ? new WeightNorm(parameters) : null;
    if (weightNorm != null) {
      weightNorm.project();
    }
    gradient = new MlpParameters(backend, shape);
    optimizer = new Adam(parameters.memory, settings.update().adamBeta1(), Adam.EPSILON, null);
    jointPass = new MlpPass(backend, parameters, jointInput, MlpPass.Options.of(training));
    policyPass =
        new MlpPass(backend, parameters, policyInput, MlpPass.Options.of(BatchNormMode.RUNNING));
    if (normalization.targetNetworks()) {
      target = new MlpParameters(backend, shape);
      target.set(parameters);
      targetPass = new MlpPass(backend, target, jointInput, MlpPass.Options.of(training));
      average = new MovingAverage(target.memory, normalization.targetSmoothing());
    } else {
      target = null;
      targetPass = null;
      average = null;
    }
    actionGradient = new ActionGradient(backend, policyPass, parameters, inputs.policy());
  }

  /** Evaluates stored and next actions in one batch. */
  void evaluateJoint() {
    if (targetPass != null) {
      targetPass.forward();
    }
    jointPass.forward();
  }

  /** Q(s, a) of the stored transition {@code row}. */
  float value(int row) {
    return jointPass.output[row];
  }

  /** Q(s', a') of the transition {@code row}, from the target network if there is one. */
  float nextValue(int row) {
    return (targetPass == null ? jointPass : targetPass).output[batch + row];
  }

  /**
   * Takes one gradient step toward the targets and updates the target network.
   *
   * <p>{@code L = mean((Q(s, a) - y)^2)}; the rows of the next states are part of the batch
   * statistics.
   *
   * @param targets {@code [batch]} y. Not modified.
   */
  void learn(float[] targets, double learningRate) {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      float residual = jointPass.output[i] - targets[i];
      jointPass.outputGradient[i] = 2 * residual / batch;
      sum += (double) residual * residual;
    }
    loss = sum / batch;
    jointPass.backward(gradient);
    optimizer.step(gradient.memory, learningRate);
    if (weightNorm != null) {
      weightNorm.project();
    }
    if (average != null) {
      average.update(parameters.memory);
    }
  }

  /** Computes Q of the sampled actions. */
  void evaluatePolicy() {
    policyPass.forward();
  }

  /** Q(s, pi(s)) of row {@code row} after {@link #evaluatePolicy}. */
  float policyValue(int row) {
    return policyPass.output[row];
  }

  /** Computes the action gradient for the loss {@code -mean(min(Q, other))}. */
  void backwardToAction(Critic other) {
    for (int i = 0; i < batch; i++) {
      policyPass.outputGradient[i] =
          policyPass.output[i] < other.policyPass.output[i] ? -1f / batch : 0;
    }
    actionGradient.compute();
  }

  @Override
  public boolean isFinite() {
    return parameters.isFinite() && (target == null || target.isFinite());
  }

  @Override
  public void save(DataOutput out) throws IOException {
    parameters.save(out);
    optimizer.save(out);
    if (target != null) {
      target.save(out);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    parameters.restore(in);
    optimizer.restore(in);
    if (target != null) {
      target.restore(in);
    }
  }
}
