package minitaur.controller.learn.td3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.NetworkLearner;
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
  private final Td3Settings settings;
  private final TwoThreadExecutor threads;

  final TargetedNetwork policy;
  private final MlpPass nextPolicyPass;
  private final MlpPass policyPass;
  final List<Critic> critics = new ArrayList<>();

  private final StateActionInput dataInput;
  private final StateActionInput nextInput;
  private final StateActionInput policyInput;
  final float[] targetNoise;
  private final float[] action;
  final float[] target;

  private final LearnerMetrics.Gauge meanQMetric =
      metrics.add("mean_q", "", "Mean of the smallest Q(s, a) over the minibatch's own actions");
  private final LearnerMetrics.Gauge policyLossMetric =
      metrics.add("policy_loss", "", "Loss of the policy");

  private final Runnable evaluateFirst;
  private final Runnable evaluateSecond;
  private final Runnable learnFirst;
  private final Runnable learnSecond;
  private final ParallelBackward policyBackward;

  /** A critic with its target network and optimizer. */
  final class Critic extends TargetedNetwork {
    private final MlpPass nextPass;
    private final MlpPass dataPass;
    private final LearnerMetrics.Gauge lossMetric;

    Critic(MatrixBackend backend, String name, RandomStream weights) {
      super(
          backend,
          parameters(backend, dataInput.matrix().columns, 1, weights),
          settings.update().targetSmoothing(),
          true);
      nextPass = new MlpPass(backend, target, nextInput.matrix(), MlpPass.Options.PLAIN);
      dataPass = new MlpPass(backend, parameters, dataInput.matrix(), MlpPass.Options.PLAIN);
      lossMetric = metrics.add(name + "_loss", "", "Mean squared error of the critic " + name);
    }

    private void learn() {
      dataPass.forward();
      int batch = settings.batchSize();
      double sum = 0;
      for (int i = 0; i < batch; i++) {
        float residual = dataPass.output[i] - Td3.this.target[i];
        dataPass.outputGradient[i] = 2 * residual / batch;
        sum += (double) residual * residual;
      }
      dataPass.backward(gradient);
      step(settings.update().learningRate());
      lossMetric.set(sum / batch);
    }
  }

  /** Pass of the first critic at the policy's actions. */
  private final MlpPass valuePass;

  private final ActionGradient actionGradient;

  /**
   * Creates the networks and initializes their weights.
   *
   * @param criticCount 1 or 2
   * @param context its threads are kept, not closed
   */
  public Td3(Td3Settings settings, int criticCount, LearnerContext context) {
    super(settings.policySpec(context.spec()), context.stream("noise"));
    this.settings = settings;
    threads = context.threads();
    MatrixBackend backend = context.backend();
    RandomStream weights = context.stream("weights");
    int batch = settings.batchSize();
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
            parameters(backend, stateSize, actionSize, weights),
            settings.update().targetSmoothing(),
            true);
    nextPolicyPass = new MlpPass(backend, policy.target, nextInput.states(), MlpPass.Options.PLAIN);
    policyPass =
        new MlpPass(backend, policy.parameters, policyInput.states(), MlpPass.Options.PLAIN);
    for (int i = 1; i <= criticCount; i++) {
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

  private MlpParameters parameters(
      MatrixBackend backend, int inputs, int outputs, RandomStream weights) {
    NetworkShape shape =
        new NetworkShape(inputs, policySpec().hidden(), outputs, NetworkShape.HiddenLayer.PLAIN);
    return new MlpParameters(backend, shape).initByFanIn(weights);
  }

  @Override
  public void update(TransitionBatch batch) {
    if (settings.update().targetNoise() > 0) {
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
    if (isPolicyStep(settings.update().policyDelay())) {
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
    double sigma = settings.update().targetNoise();
    double bound = settings.update().targetNoiseClip();
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
              (batch.rewards[i] + settings.update().discount() * batch.discounts[i] * nextValue);
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
    policy.step(settings.update().learningRate());
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
}
