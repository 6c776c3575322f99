package minitaur.controller.learn.td3;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.Adam;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.MlpPass;
import minitaur.controller.learn.nn.MovingAverage;
import minitaur.controller.learn.nn.NetworkShape;
import minitaur.controller.learn.nn.ParallelBackward;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.hal.random.RandomStream;

/**
 * TD3, twin delayed deep deterministic policy gradient (Fujimoto et al. 2018, arXiv 1802.09477,
 * algorithm 1), with DDPG as the special case of one critic, no policy delay and no target noise:
 *
 * <pre>
 *   a' = clip(mu_target(s') + clip(sigma eps, -c, c), -1, 1)
 *   y = r + gamma d min_i T_i(s', a'),   L_i = mean((Q_i(s, a) - y)^2)
 *   every policyDelay updates: L_policy = -mean(Q_1(s, mu(s))), then all targets are updated
 * </pre>
 *
 * <p>Each critic runs on its own thread; results are bit-identical with one thread. Updates
 * allocate nothing.
 */
public final class Td3 implements Learner {
  private final Hyperparameters hyperparameters;
  private final PolicySpec policySpec;
  private final TwoThreadExecutor threads;
  private final RandomStream noise;

  private final MlpParameters policy;
  private final MlpParameters policyTarget;
  private final MlpParameters policyGradient;
  private final Adam policyOptimizer;
  private final MovingAverage policyAverage;
  private final MlpPass nextPolicyPass;
  private final MlpPass policyPass;
  private final List<Critic> critics = new ArrayList<>();

  private final Matrix states;
  private final Matrix actions;
  private final Matrix nextStates;
  private final Matrix nextActions;
  private final Matrix policyStates;
  private final Matrix policyActions;
  private final float[] targetNoise;
  private final float[] action;
  private final float[] target;

  private final LearnerMetrics metrics = new LearnerMetrics();
  private final LearnerMetrics.Gauge meanQMetric =
      metrics.add("mean_q", "", "Mean of the smallest Q(s, a) over the minibatch's own actions");
  private final LearnerMetrics.Gauge policyLossMetric =
      metrics.add("policy_loss", "", "Loss of the policy");

  private long updates;

  private final Runnable evaluateFirst;
  private final Runnable evaluateSecond;
  private final Runnable learnFirst;
  private final Runnable learnSecond;
  private final ParallelBackward policyBackward;

  /**
   * Parameters of TD3 and its special case DDPG.
   *
   * @param batchSize transitions in a minibatch
   * @param hiddenUnits number of units in each of the two hidden layers of every network
   * @param critics 1 or 2
   * @param explorationNoise standard deviation of the exploration noise on the actions
   * @param update settings of the updates
   */
  public record Hyperparameters(
      int batchSize, int hiddenUnits, int critics, double explorationNoise, UpdateSettings update) {
    List<Integer> hidden() {
      return List.of(hiddenUnits, hiddenUnits);
    }

    /** Shape of the policies. */
    public PolicySpec policySpec(EnvironmentSpec spec) {
      return new PolicySpec(
          spec.stateSize(),
          hidden(),
          spec.actionSize(),
          PolicySpec.Head.DETERMINISTIC_TANH,
          PolicySpec.Activation.RELU,
          explorationNoise);
    }
  }

  /** A critic with its target network and optimizer. */
  final class Critic {
    final MlpParameters parameters;
    final MlpParameters target;
    private final MlpParameters gradient;
    private final Adam optimizer;
    private final MovingAverage average;
    private final MlpPass nextPass;
    private final MlpPass dataPass;
    private final LearnerMetrics.Gauge lossMetric;

    Critic(MatrixBackend backend, Matrix next, Matrix data, String name, RandomStream weights) {
      NetworkShape shape =
          new NetworkShape(
              data.columns, hyperparameters.hidden(), 1, NetworkShape.HiddenLayer.PLAIN);
      parameters = new MlpParameters(backend, shape);
      parameters.initByFanIn(weights);
      target = new MlpParameters(backend, shape);
      target.set(parameters);
      gradient = new MlpParameters(backend, shape);
      optimizer = new Adam(parameters.memory);
      average = new MovingAverage(target.memory, hyperparameters.update().targetSmoothing());
      nextPass = new MlpPass(backend, target, next, MlpPass.Options.PLAIN);
      dataPass = new MlpPass(backend, parameters, data, MlpPass.Options.PLAIN);
      lossMetric = metrics.add(name + "_loss", "", "Mean squared error of the critic " + name);
    }

    private void learn() {
      dataPass.forward();
      int batch = hyperparameters.batchSize();
      double sum = 0;
      for (int i = 0; i < batch; i++) {
        float residual = dataPass.output[i] - Td3.this.target[i];
        dataPass.outputGradient[i] = 2 * residual / batch;
        sum += (double) residual * residual;
      }
      dataPass.backward(gradient);
      optimizer.step(gradient.memory, hyperparameters.update().learningRate());
      lossMetric.set(sum / batch);
    }

    private void save(DataOutput out) throws IOException {
      parameters.save(out);
      target.save(out);
      optimizer.save(out);
    }

    private void restore(DataInput in) throws IOException {
      parameters.restore(in);
      target.restore(in);
      optimizer.restore(in);
    }
  }

  /** Pass of the first critic at the policy's actions. */
  private final MlpPass valuePass;

  private final Matrix actionWeights;
  private final Matrix actionGradientMatrix;
  private final float[] actionGradient;

  /**
   * Creates the networks and initializes their weights.
   *
   * @param context its threads are kept, not closed
   */
  public Td3(Hyperparameters hyperparameters, LearnerContext context) {
    this.hyperparameters = hyperparameters;
    threads = context.threads();
    noise = context.stream("noise");
    policySpec = hyperparameters.policySpec(context.spec());
    MatrixBackend backend = context.backend();
    RandomStream weights = context.stream("weights");
    int batch = hyperparameters.batchSize();
    int stateSize = context.spec().stateSize();
    int actionSize = context.spec().actionSize();
    Matrix dataInput = backend.matrix(batch, stateSize + actionSize);
    Matrix nextInput = backend.matrix(batch, stateSize + actionSize);
    Matrix policyInput = backend.matrix(batch, stateSize + actionSize);
    states = dataInput.columnWindow(0, stateSize);
    actions = dataInput.columnWindow(stateSize, actionSize);
    nextStates = nextInput.columnWindow(0, stateSize);
    nextActions = nextInput.columnWindow(stateSize, actionSize);
    policyStates = policyInput.columnWindow(0, stateSize);
    policyActions = policyInput.columnWindow(stateSize, actionSize);
    targetNoise = new float[batch * actionSize];
    action = new float[batch * actionSize];
    target = new float[batch];

    NetworkShape shape =
        new NetworkShape(
            stateSize, hyperparameters.hidden(), actionSize, NetworkShape.HiddenLayer.PLAIN);
    policy = new MlpParameters(backend, shape);
    policy.initByFanIn(weights);
    policyTarget = new MlpParameters(backend, shape);
    policyTarget.set(policy);
    policyGradient = new MlpParameters(backend, shape);
    policyOptimizer = new Adam(policy.memory);
    policyAverage =
        new MovingAverage(policyTarget.memory, hyperparameters.update().targetSmoothing());
    nextPolicyPass = new MlpPass(backend, policyTarget, nextStates, MlpPass.Options.PLAIN);
    policyPass = new MlpPass(backend, policy, policyStates, MlpPass.Options.PLAIN);
    for (int i = 1; i <= hyperparameters.critics(); i++) {
      critics.add(new Critic(backend, nextInput, dataInput, "q" + i, weights));
    }
    Critic q1 = critics.get(0);
    valuePass = new MlpPass(backend, q1.parameters, policyInput, MlpPass.Options.PLAIN);
    actionWeights = q1.parameters.weights.get(0).columnWindow(stateSize, actionSize);
    actionGradientMatrix = backend.matrix(batch, actionSize);
    actionGradient = new float[batch * actionSize];

    Critic q2 = critics.get(critics.size() - 1);
    boolean hasTwin = q1 != q2;
    evaluateFirst = q1.nextPass::forward;
    evaluateSecond = hasTwin ? q2.nextPass::forward : () -> {};
    learnFirst = q1::learn;
    learnSecond = hasTwin ? q2::learn : () -> {};
    policyBackward = new ParallelBackward(threads, policyPass, policyGradient);
  }

  @Override
  public void update(TransitionBatch batch) {
    if (hyperparameters.update().targetNoise() > 0) {
      for (int i = 0; i < targetNoise.length; i++) {
        targetNoise[i] = (float) noise.nextGaussian();
      }
    }
    updateWithNoise(batch);
  }

  /** {@link #update} with the current target noise. */
  void updateWithNoise(TransitionBatch batch) {
    states.write(batch.states);
    actions.write(batch.actions);
    nextStates.write(batch.nextStates);
    nextPolicyPass.forward();
    smoothTargetActions();
    nextActions.write(action);
    threads.run(evaluateFirst, evaluateSecond);
    computeTarget(batch);
    threads.run(learnFirst, learnSecond);
    meanQMetric.set(meanOfMin());
    updates++;
    if (updates % hyperparameters.update().policyDelay() == 0) {
      policyStates.write(batch.states);
      stepPolicy();
      policyAverage.update(policy.memory);
      for (int i = 0; i < critics.size(); i++) {
        Critic critic = critics.get(i);
        critic.average.update(critic.parameters.memory);
      }
    }
  }

  private void smoothTargetActions() {
    double sigma = hyperparameters.update().targetNoise();
    double bound = hyperparameters.update().targetNoiseClip();
    for (int i = 0; i < action.length; i++) {
      double mean = Math.tanh(nextPolicyPass.output[i]);
      action[i] = (float) clip(mean + clip(sigma * targetNoise[i], bound), 1);
    }
  }

  private static double clip(double value, double bound) {
    return Math.max(-bound, Math.min(bound, value));
  }

  private void computeTarget(TransitionBatch batch) {
    for (int i = 0; i < target.length; i++) {
      double nextValue = Double.POSITIVE_INFINITY;
      for (int k = 0; k < critics.size(); k++) {
        nextValue = Math.min(nextValue, critics.get(k).nextPass.output[i]);
      }
      target[i] =
          (float)
              (batch.rewards[i]
                  + hyperparameters.update().discount() * batch.discounts[i] * nextValue);
    }
  }

  private double meanOfMin() {
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      double min = Double.POSITIVE_INFINITY;
      for (int k = 0; k < critics.size(); k++) {
        min = Math.min(min, critics.get(k).dataPass.output[i]);
      }
      sum += min;
    }
    return sum / target.length;
  }

  private void stepPolicy() {
    policyPass.forward();
    for (int i = 0; i < action.length; i++) {
      action[i] = (float) Math.tanh(policyPass.output[i]);
    }
    policyActions.write(action);
    valuePass.forward();
    double sum = 0;
    for (float value : valuePass.output) {
      sum += value;
    }
    policyLossMetric.set(-sum / valuePass.output.length);
    Arrays.fill(valuePass.outputGradient, -1f / valuePass.outputGradient.length);
    valuePass.backwardToInput(actionWeights, actionGradientMatrix);
    actionGradientMatrix.read(actionGradient);
    for (int i = 0; i < action.length; i++) {
      policyPass.outputGradient[i] = actionGradient[i] * (1 - action[i] * action[i]);
    }
    policyBackward.run();
    policyOptimizer.step(policyGradient.memory, hyperparameters.update().learningRate());
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public LearnerMetrics metrics() {
    return metrics;
  }

  @Override
  public PolicySpec policySpec() {
    return policySpec;
  }

  @Override
  public void copyActingPolicy(float[] values) {
    policy.memory.read(0, values, 0, values.length);
  }

  @Override
  public boolean isFinite() {
    return policy.isFinite()
        && policyTarget.isFinite()
        && critics.stream().allMatch(q -> q.parameters.isFinite() && q.target.isFinite());
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(updates);
    policy.save(out);
    policyTarget.save(out);
    policyOptimizer.save(out);
    for (Critic critic : critics) {
      critic.save(out);
    }
    noise.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    updates = in.readLong();
    policy.restore(in);
    policyTarget.restore(in);
    policyOptimizer.restore(in);
    for (Critic critic : critics) {
      critic.restore(in);
    }
    noise.restore(in);
    metrics.clear();
  }

  // For tests.

  MlpParameters policy() {
    return policy;
  }

  MlpParameters policyTarget() {
    return policyTarget;
  }

  List<Critic> critics() {
    return critics;
  }

  float[] target() {
    return target;
  }

  /** {@code [batch x action]} standard normal target noise of the next {@link #updateWithNoise}. */
  float[] targetNoise() {
    return targetNoise;
  }
}
