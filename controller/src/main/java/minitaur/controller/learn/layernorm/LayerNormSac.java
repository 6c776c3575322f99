package minitaur.controller.learn.layernorm;

import java.util.List;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.NetworkLearner;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.Adam;
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
import minitaur.controller.learn.soft.PolicySample;
import minitaur.controller.learn.soft.Temperature;
import minitaur.hal.random.RandomStream;

/**
 * Soft Actor-Critic with normalized critics. Each update takes one step of both critics and their
 * targets. Every {@link UpdateSettings#policyDelay} updates it also takes one step of the policy
 * and the temperature, with the updated critics:
 *
 * <pre>
 *   y = r + gamma d (min_i T_i(s', a') - alpha log pi(a'|s'))
 *   L_policy = mean(alpha log pi(a|s) - (Q_1(s, a) + Q_2(s, a)) / 2)
 *   L_alpha = -alpha (mean(log pi) + target entropy), minimized over log alpha
 * </pre>
 *
 * <p>Each critic runs on its own thread; the policy is evaluated on the next states in two halves
 * of the batch. Results are bit-identical with one thread. Updates allocate nothing. Sources:
 * Haarnoja et al. 2018 (arXiv 1812.05905), Hiraoka et al. 2022 (arXiv 2110.02034), Smith et al.
 * 2022 (arXiv 2208.07860).
 */
public final class LayerNormSac extends NetworkLearner {
  private final Hyperparameters hyperparameters;
  private final TwoThreadExecutor threads;
  private final int batchSize;

  /** The policy; its target is the averaged policy. */
  final TargetedNetwork policy;

  final Temperature temperature;
  final Critic q1;
  final Critic q2;

  private final StateActionInput nextInput;
  private final StateActionInput dataInput;
  private final StateActionInput policyInput;
  final PolicySample firstHalfNext;
  final PolicySample secondHalfNext;
  final PolicySample sample;
  private final float[] actionGradient;
  final float[] target;

  private final LearnerMetrics.Gauge temperatureMetric =
      metrics.add("temperature", "", "Temperature alpha after the update");
  private final LearnerMetrics.Gauge entropyMetric =
      metrics.add("entropy", "nat", "Mean of -log pi(a|s) over fresh samples");
  private final LearnerMetrics.Gauge q1LossMetric =
      metrics.add("q1_loss", "", "Loss of the first critic");
  private final LearnerMetrics.Gauge q2LossMetric =
      metrics.add("q2_loss", "", "Loss of the second critic");
  private final LearnerMetrics.Gauge meanQMetric =
      metrics.add("mean_q", "", "Mean of the smaller Q(s, a) over the minibatch's own actions");
  private final LearnerMetrics.Gauge policyLossMetric =
      metrics.add("policy_loss", "", "Loss of the policy");
  private final LearnerMetrics.Gauge temperatureLossMetric =
      metrics.add("temperature_loss", "", "Loss of the temperature");
  private final LearnerMetrics.Gauge learningRateMetric =
      metrics.add("learning_rate", "", "Learning rate of critics, policy and temperature");

  private double learningRate;
  private boolean policyStep;

  private final Runnable sampleFirst;
  private final Runnable sampleSecond;
  private final Runnable sampleBoth;
  private final Runnable samplePolicy;
  private final Runnable evaluateFirst;
  private final Runnable evaluateSecond;
  private final Runnable learnFirst;
  private final Runnable learnSecond;
  private final ParallelBackward policyBackward;

  /**
   * Parameters of the learner.
   *
   * @param batchSize transitions in a minibatch, at least 2
   * @param hiddenUnits number of units in each of the two hidden layers of every network
   * @param update settings of the updates
   * @param layerNormEpsilon constant added to the variance in layer normalization
   * @param dropout probability that a hidden unit of a critic is dropped
   * @param criticLossScale factor of the critics' mean squared error
   */
  public record Hyperparameters(
      int batchSize,
      int hiddenUnits,
      UpdateSettings update,
      double layerNormEpsilon,
      double dropout,
      double criticLossScale) {
    List<Integer> hidden() {
      return List.of(hiddenUnits, hiddenUnits);
    }
  }

  /**
   * Creates the networks and initializes their weights.
   *
   * @param context its threads are kept, not closed
   */
  public LayerNormSac(Hyperparameters hyperparameters, LearnerContext context) {
    super(
        PolicySpec.of(
            context.spec(), hyperparameters.hiddenUnits(), PolicySpec.Head.SQUASHED_GAUSSIAN),
        context.stream("noise"));
    this.hyperparameters = hyperparameters;
    threads = context.threads();
    batchSize = hyperparameters.batchSize();
    int stateSize = context.spec().stateSize();
    int actionSize = context.spec().actionSize();
    MatrixBackend backend = context.backend();
    RandomStream weights = context.stream("weights");
    dataInput = StateActionInput.allocate(backend, batchSize, stateSize, actionSize);
    policyInput = StateActionInput.allocate(backend, batchSize, stateSize, actionSize);
    nextInput = StateActionInput.allocate(backend, batchSize, stateSize, actionSize);
    actionGradient = new float[batchSize * actionSize];
    target = new float[batchSize];

    NetworkShape shape =
        new NetworkShape(
            stateSize, hyperparameters.hidden(), 2 * actionSize, NetworkShape.HiddenLayer.PLAIN);
    MlpParameters parameters = new MlpParameters(backend, shape).initByFanIn(weights);
    policy =
        new TargetedNetwork(
            backend, parameters, 1 - hyperparameters.update().policyAverage(), false);
    int half = batchSize / 2;
    firstHalfNext = policySample(backend, nextInput.rows(0, half));
    secondHalfNext = policySample(backend, nextInput.rows(half, batchSize - half));
    sample = policySample(backend, policyInput);
    Critic.Inputs inputs = new Critic.Inputs(nextInput, dataInput, policyInput);
    q1 = new Critic(hyperparameters, backend, inputs, weights, context.stream("dropout.1"));
    q2 = new Critic(hyperparameters, backend, inputs, weights, context.stream("dropout.2"));
    temperature =
        new Temperature(
            hyperparameters.update().initialTemperature(),
            hyperparameters.update().targetEntropyPerAction() * actionSize,
            Adam.BETA_1,
            false);

    sampleFirst = firstHalfNext::run;
    sampleSecond = secondHalfNext::run;
    sampleBoth =
        () -> {
          firstHalfNext.run();
          secondHalfNext.run();
        };
    samplePolicy = sample::run;
    evaluateFirst = q1.nextPass::forward;
    evaluateSecond = q2.nextPass::forward;
    learnFirst = () -> learn(q1);
    learnSecond = () -> learn(q2);
    policyBackward = new ParallelBackward(threads, sample.pass, policy.gradient);
  }

  private PolicySample policySample(MatrixBackend backend, StateActionInput input) {
    return new PolicySample(backend, policy.parameters, input, MlpPass.Options.PLAIN);
  }

  @Override
  public void update(TransitionBatch batch) {
    firstHalfNext.gaussian.drawNoise(random);
    secondHalfNext.gaussian.drawNoise(random);
    if (isPolicyStep(hyperparameters.update().policyDelay())) {
      sample.gaussian.drawNoise(random);
    }
    if (hyperparameters.dropout() > 0) {
      q1.drawDropout();
      q2.drawDropout();
    }
    updateWithNoise(batch);
  }

  /** {@link #update} with the current noise and dropout masks. */
  void updateWithNoise(TransitionBatch batch) {
    policyStep = isPolicyStep(hyperparameters.update().policyDelay());
    learningRate = hyperparameters.update().learningRate().at(updates());
    load(batch);
    if (policyStep) {
      threads.run(sampleBoth, samplePolicy);
    } else {
      threads.run(sampleFirst, sampleSecond);
    }
    threads.run(evaluateFirst, evaluateSecond);
    computeTarget(batch, temperature.value());
    threads.run(learnFirst, learnSecond);
    if (policyStep) {
      stepPolicy(temperature.value());
    }
    q1LossMetric.set(q1.loss);
    q2LossMetric.set(q2.loss);
    meanQMetric.set(FloatArrays.meanOfMin(q1.dataPass.output, q2.dataPass.output));
    temperatureMetric.set(temperature.value());
    learningRateMetric.set(learningRate);
    countUpdate();
  }

  private void load(TransitionBatch batch) {
    nextInput.states().write(batch.nextStates);
    dataInput.states().write(batch.states);
    dataInput.actions().write(batch.actions);
    if (policyStep) {
      policyInput.states().write(batch.states);
    }
  }

  private void computeTarget(TransitionBatch batch, double alpha) {
    int half = firstHalfNext.gaussian.logLikelihood.length;
    for (int i = 0; i < target.length; i++) {
      float logLikelihood =
          i < half
              ? firstHalfNext.gaussian.logLikelihood[i]
              : secondHalfNext.gaussian.logLikelihood[i - half];
      double softValue =
          Math.min(q1.nextPass.output[i], q2.nextPass.output[i]) - alpha * logLikelihood;
      target[i] =
          (float)
              (batch.rewards[i]
                  + hyperparameters.update().discount() * batch.discounts[i] * softValue);
    }
  }

  /** Runs the steps of one critic that do not depend on the other one. */
  private void learn(Critic critic) {
    critic.learn(target, learningRate);
    if (policyStep) {
      critic.evaluatePolicy();
    }
  }

  private void stepPolicy(double alpha) {
    for (int i = 0; i < actionGradient.length; i++) {
      actionGradient[i] = q1.actionGradient.values[i] + q2.actionGradient.values[i];
    }
    sample.gaussian.backward(actionGradient, alpha / batchSize, sample.pass.outputGradient);
    policyBackward.run();
    policy.step(learningRate);
    double logLikelihood = FloatArrays.mean(sample.gaussian.logLikelihood);
    temperatureLossMetric.set(temperature.step(logLikelihood, learningRate));
    entropyMetric.set(-logLikelihood);
    policyLossMetric.set(
        alpha * logLikelihood
            - (FloatArrays.mean(q1.policyPass.output) + FloatArrays.mean(q2.policyPass.output))
                / 2);
  }

  @Override
  public void copyActingPolicy(float[] values) {
    copyDeployablePolicy(0, values);
  }

  @Override
  public List<String> deployablePolicies() {
    return hyperparameters.update().policyAverage() > 0
        ? List.of("raw", "averaged")
        : List.of("raw");
  }

  @Override
  public void copyDeployablePolicy(int candidate, float[] values) {
    MlpParameters chosen = candidate == 0 ? policy.parameters : policy.target;
    chosen.memory.read(0, values, 0, values.length);
  }

  @Override
  protected List<TrainingState> state() {
    return List.of(policy, q1, q2, temperature);
  }
}
