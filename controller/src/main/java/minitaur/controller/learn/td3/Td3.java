package minitaur.controller.learn.td3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.NetworkLearner;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.ActionGradient;
import minitaur.controller.learn.nn.FloatArrays;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.MlpPass;
import minitaur.controller.learn.nn.NetworkShape;
import minitaur.controller.learn.nn.ParallelBackward;
import minitaur.controller.learn.nn.StateActionInput;
import minitaur.controller.learn.nn.TargetedNetwork;
import minitaur.controller.learn.nn.TrainingState;
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
public final class Td3 extends NetworkLearner {
  private final Hyperparameters hyperparameters;
  private final TwoThreadExecutor threads;

  private final TargetedNetwork policy;
  private final MlpPass nextPolicyPass;
  private final MlpPass policyPass;
  private final List<Critic> critics = new ArrayList<>();

  private final StateActionInput dataInput;
  private final StateActionInput nextInput;
  private final StateActionInput policyInput;
  private final float[] targetNoise;
  private final float[] action;
  private final float[] target;

  private final LearnerMetrics.Gauge meanQMetric =
      metrics.add("mean_q", "", "Mean of the smallest Q(s, a) over the minibatch's own actions");
  private final LearnerMetrics.Gauge policyLossMetric =
      metrics.add("policy_loss", "", "Loss of the policy");

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
  final class Critic extends TargetedNetwork {
    private final MlpPass nextPass;
    private final MlpPass dataPass;
    private final LearnerMetrics.Gauge lossMetric;

    Critic(MatrixBackend backend, String name, RandomStream weights) {
      super(
          backend,
          parameters(backend, hyperparameters, dataInput.matrix().columns, 1, weights),
          hyperparameters.update().targetSmoothing(),
          true);
      nextPass = new MlpPass(backend, target, nextInput.matrix(), MlpPass.Options.PLAIN);
      dataPass = new MlpPass(backend, parameters, dataInput.matrix(), MlpPass.Options.PLAIN);
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
      step(hyperparameters.update().learningRate());
      lossMetric.set(sum / batch);
    }
  }

  /** Pass of the first critic at the policy's actions. */
  private final MlpPass valuePass;

  private final ActionGradient actionGradient;

  /**
   * Creates the networks and initializes their weights.
   *
   * @param context its threads are kept, not closed
   */
  public Td3(Hyperparameters hyperparameters, LearnerContext context) {
    super(hyperparameters.policySpec(context.spec()), context.stream("noise"));
    this.hyperparameters = hyperparameters;
    threads = context.threads();
    MatrixBackend backend = context.backend();
    RandomStream weights = context.stream("weights");
    int batch = hyperparameters.batchSize();
    int stateSize = context.spec().stateSize();
    int actionSize = context.spec().actionSize();
    dataInput = StateActionInput.allocate(backend, batch, stateSize, actionSize);
    nextInput = StateActionInput.allocate(backend, batch, stateSize, actionSize);
    policyInput = StateActionInput.allocate(backend, batch, stateSize, actionSize);
    targetNoise = new float[batch * actionSize];
    action = new float[batch * actionSize];
    target = new float[batch];

    policy =
        new TargetedNetwork(
            backend,
            parameters(backend, hyperparameters, stateSize, actionSize, weights),
            hyperparameters.update().targetSmoothing(),
            true);
    nextPolicyPass = new MlpPass(backend, policy.target, nextInput.states(), MlpPass.Options.PLAIN);
    policyPass =
        new MlpPass(backend, policy.parameters, policyInput.states(), MlpPass.Options.PLAIN);
    for (int i = 1; i <= hyperparameters.critics(); i++) {
      critics.add(new Critic(backend, "q" + i, weights));
    }
    Critic q1 = critics.get(0);
    valuePass = new MlpPass(backend, q1.parameters, policyInput.matrix(), MlpPass.Options.PLAIN);
    actionGradient = new ActionGradient(backend, valuePass, q1.parameters, policyInput);

    Critic q2 = critics.get(critics.size() - 1);
    boolean hasTwin = q1 != q2;
    evaluateFirst = q1.nextPass::forward;
    evaluateSecond = hasTwin ? q2.nextPass::forward : () -> {};
    learnFirst = q1::learn;
    learnSecond = hasTwin ? q2::learn : () -> {};
    policyBackward = new ParallelBackward(threads, policyPass, policy.gradient);
  }

  private static MlpParameters parameters(
      MatrixBackend backend,
      Hyperparameters hyperparameters,
      int inputs,
      int outputs,
      RandomStream weights) {
    NetworkShape shape =
        new NetworkShape(inputs, hyperparameters.hidden(), outputs, NetworkShape.HiddenLayer.PLAIN);
    return new MlpParameters(backend, shape).initByFanIn(weights);
  }

  @Override
  public void update(TransitionBatch batch) {
    if (hyperparameters.update().targetNoise() > 0) {
      for (int i = 0; i < targetNoise.length; i++) {
        targetNoise[i] = (float) random.nextGaussian();
      }
    }
    updateWithNoise(batch);
  }

  /** {@link #update} with the current target noise. */
  void updateWithNoise(TransitionBatch batch) {
    dataInput.states().write(batch.states);
    dataInput.actions().write(batch.actions);
    nextInput.states().write(batch.nextStates);
    nextPolicyPass.forward();
    smoothTargetActions();
    nextInput.actions().write(action);
    threads.run(evaluateFirst, evaluateSecond);
    computeTarget(batch);
    threads.run(learnFirst, learnSecond);
    meanQMetric.set(meanOfMin());
    if (isPolicyStep(hyperparameters.update().policyDelay())) {
      policyInput.states().write(batch.states);
      stepPolicy();
      policy.updateTarget();
      for (int i = 0; i < critics.size(); i++) {
        critics.get(i).updateTarget();
      }
    }
    countUpdate();
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
    policyInput.actions().write(action);
    valuePass.forward();
    policyLossMetric.set(-FloatArrays.mean(valuePass.output));
    Arrays.fill(valuePass.outputGradient, -1f / valuePass.outputGradient.length);
    actionGradient.compute();
    for (int i = 0; i < action.length; i++) {
      policyPass.outputGradient[i] = actionGradient.values[i] * (1 - action[i] * action[i]);
    }
    policyBackward.run();
    policy.step(hyperparameters.update().learningRate());
  }

  @Override
  public void copyActingPolicy(float[] values) {
    policy.parameters.memory.read(0, values, 0, values.length);
  }

  @Override
  protected List<TrainingState> state() {
    List<TrainingState> state = new ArrayList<>(List.of(policy));
    state.addAll(critics);
    return state;
  }

  // For tests.

  TargetedNetwork policy() {
    return policy;
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
