package minitaur.controller.learn.crossq;

import java.util.List;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.NetworkLearner;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.Adam;
import minitaur.controller.learn.nn.BatchNormMode;
import minitaur.controller.learn.nn.FoldedBatchNorm;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.MlpPass;
import minitaur.controller.learn.nn.NetworkShape;
import minitaur.controller.learn.nn.ParallelBackward;
import minitaur.controller.learn.nn.StateActionInput;
import minitaur.controller.learn.nn.TrainingState;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.controller.learn.nn.WeightNorm;
import minitaur.controller.learn.soft.PolicySample;
import minitaur.controller.learn.soft.Temperature;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * CrossQ. Each update evaluates stored and next actions in one batch, so that the normalization
 * includes both, and takes one step of both critics. Every policyDelay updates it also takes one
 * step of the policy and the temperature, with the updated critics and their running statistics:
 *
 * <pre>
 *   y = r + gamma d (min_i Q_i(s', a') - alpha log pi(a'|s'))            without gradient
 *   L_i = mean((Q_i(s, a) - y)^2)
 *   L_policy = mean(alpha log pi(a|s) - min_i Q_i(s, a))
 * </pre>
 *
 * <p>The resulting policies are plain networks: the normalization is folded into their weights.
 * Each critic runs on its own thread; results are bit-identical with one thread. Updates allocate
 * nothing.
 */
final class CrossQ extends NetworkLearner {
  private final CrossQSettings settings;
  private final TwoThreadExecutor threads;

  final MlpParameters policy;
  private final MlpParameters policyGradient;
  private final Adam policyOptimizer;
  private final @Nullable WeightNorm policyWeightNorm;
  private final FoldedBatchNorm folded;
  final Temperature temperature;
  final Critic q1;
  final Critic q2;

  private final StateActionInput dataInput;
  private final StateActionInput nextInput;
  private final StateActionInput policyInput;
  final PolicySample nextSample;
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

  private final Runnable evaluateFirst;
  private final Runnable evaluateSecond;
  private final Runnable learnFirst;
  private final Runnable learnSecond;
  private final Runnable evaluatePolicyFirst;
  private final Runnable evaluatePolicySecond;
  private final Runnable backwardFirst;
  private final Runnable backwardSecond;
  private final ParallelBackward policyBackward;

  static NetworkShape shape(int inputs, int hiddenUnits, int outputs) {
    return new NetworkShape(
        inputs, List.of(hiddenUnits, hiddenUnits), outputs, NetworkShape.HiddenLayer.BATCH_NORM);
  }

  /**
   * Creates the networks and initializes their weights.
   *
   * @param context its threads are kept, not closed
   */
  CrossQ(CrossQSettings settings, LearnerContext context) {
    super(settings.policySpec(context.spec()), context.stream("noise"));
    this.settings = settings;
    UpdateSettings update = settings.update();
    threads = context.threads();
    MatrixBackend backend = context.backend();
    RandomStream weights = context.stream("weights");
    int batch = settings.batchSize();
    int stateSize = context.spec().stateSize();
    int actionSize = context.spec().actionSize();
    StateActionInput jointInput =
        StateActionInput.allocate(backend, 2 * batch, stateSize, actionSize);
    policyInput = StateActionInput.allocate(backend, batch, stateSize, actionSize);
    dataInput = jointInput.rows(0, batch);
    nextInput = jointInput.rows(batch, batch);
    actionGradient = new float[batch * actionSize];
    target = new float[batch];

    BatchNormMode training =
        new BatchNormMode(
            true,
            settings.normalization().batchRenormalization()
                ? settings.normalization().renormalizationWarmUp()
                : BatchNormMode.NEVER);
    NetworkShape shape = shape(stateSize, settings.hiddenUnits(), 2 * actionSize);
    policy = new MlpParameters(backend, shape).initHiddenByFanIn(weights);
    policyWeightNorm =
        settings.normalization().weightNormalization() ? new WeightNorm(policy) : null;
    if (policyWeightNorm != null) {
      policyWeightNorm.project();
    }
    folded = new FoldedBatchNorm(policy);
    policyGradient = new MlpParameters(backend, shape);
    policyOptimizer = new Adam(policy.memory, update.adamBeta1(), Adam.EPSILON, null);
    nextSample =
        new PolicySample(backend, policy, nextInput, MlpPass.Options.of(BatchNormMode.RUNNING));
    sample = new PolicySample(backend, policy, policyInput, MlpPass.Options.of(training));
    Critic.Inputs inputs = new Critic.Inputs(jointInput, policyInput);
    q1 = new Critic(backend, settings, training, inputs, weights);
    q2 = new Critic(backend, settings, training, inputs, weights);
    temperature =
        new Temperature(
            update.initialTemperature(),
            update.targetEntropyPerAction() * actionSize,
            update.adamBeta1(),
            false);

    evaluateFirst = q1::evaluateJoint;
    evaluateSecond = q2::evaluateJoint;
    learnFirst = () -> q1.learn(target, learningRate);
    learnSecond = () -> q2.learn(target, learningRate);
    evaluatePolicyFirst = q1::evaluatePolicy;
    evaluatePolicySecond = q2::evaluatePolicy;
    backwardFirst = () -> q1.backwardToAction(q2);
    backwardSecond = () -> q2.backwardToAction(q1);
    policyBackward = new ParallelBackward(threads, sample.pass, policyGradient);
  }

  @Override
  public void update(TransitionBatch batch) {
    nextSample.gaussian.drawNoise(random);
    if (isPolicyStep(settings.update().policyDelay())) {
      sample.gaussian.drawNoise(random);
    }
    updateWithNoise(batch);
  }

  /** {@link #update} with the current noise. */
  void updateWithNoise(TransitionBatch batch) {
    learningRate = settings.update().learningRate().at(updates());
    dataInput.states().write(batch.states);
    dataInput.actions().write(batch.actions);
    nextInput.states().write(batch.nextStates);
    nextSample.run();
    threads.run(evaluateFirst, evaluateSecond);
    computeTarget(batch);
    threads.run(learnFirst, learnSecond);
    if (isPolicyStep(settings.update().policyDelay())) {
      policyInput.states().write(batch.states);
      stepPolicy();
    }
    q1LossMetric.set(q1.loss);
    q2LossMetric.set(q2.loss);
    temperatureMetric.set(temperature.value());
    learningRateMetric.set(learningRate);
    countUpdate();
  }

  private void computeTarget(TransitionBatch batch) {
    double alpha = temperature.value();
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      double softValue =
          Math.min(q1.nextValue(i), q2.nextValue(i)) - alpha * nextSample.gaussian.logLikelihood[i];
      target[i] =
          (float)
              (batch.rewards[i] + settings.update().discount() * batch.discounts[i] * softValue);
      sum += Math.min(q1.value(i), q2.value(i));
    }
    meanQMetric.set(sum / target.length);
  }

  private void stepPolicy() {
    double alpha = temperature.value();
    sample.run();
    threads.run(evaluatePolicyFirst, evaluatePolicySecond);
    threads.run(backwardFirst, backwardSecond);
    for (int i = 0; i < actionGradient.length; i++) {
      actionGradient[i] = q1.actionGradient.values[i] + q2.actionGradient.values[i];
    }
    sample.gaussian.backward(actionGradient, alpha / target.length, sample.pass.outputGradient);
    policyBackward.run();
    policyOptimizer.step(policyGradient.memory, learningRate);
    if (policyWeightNorm != null) {
      policyWeightNorm.project();
    }
    double logLikelihood = 0;
    double value = 0;
    for (int i = 0; i < target.length; i++) {
      logLikelihood += sample.gaussian.logLikelihood[i];
      value += Math.min(q1.policyValue(i), q2.policyValue(i));
    }
    logLikelihood /= target.length;
    temperatureLossMetric.set(temperature.step(logLikelihood, learningRate));
    entropyMetric.set(-logLikelihood);
    policyLossMetric.set(alpha * logLikelihood - value / target.length);
  }

  @Override
  public void copyActingPolicy(float[] values) {
    folded.copyTo(values);
  }

  @Override
  protected List<TrainingState> state() {
    return List.of(policy, policyOptimizer, q1, q2, temperature);
  }
}
