package minitaur.controller.learn.paper;

import java.util.List;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.NetworkLearner;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.Adam;
import minitaur.controller.learn.nn.FloatArrays;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.SquashedGaussian;
import minitaur.controller.learn.nn.StateActionInput;
import minitaur.controller.learn.nn.TrainingState;
import minitaur.controller.learn.nn.TwoHiddenLayerPass;
import minitaur.controller.learn.nn.TwoHiddenLayerWorkspace;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.controller.learn.soft.Temperature;
import minitaur.hal.random.RandomStream;

/**
 * Soft Actor-Critic: paper, section 6 and algorithm 1. A gradient step updates both soft
 * Q-functions with their target networks, then the policy (with the updated Q-functions), then the
 * temperature (with the samples of the policy step).
 *
 * <p>The two Q-functions run on two threads, as do the two forward passes of the policy; results
 * are bit-identical with one thread. A step allocates nothing. Not thread-safe.
 */
public final class SoftActorCritic extends NetworkLearner {
  private final PaperSettings settings;
  private final TwoThreadExecutor threads;

  final MlpParameters policy;
  final MlpParameters policyGradient;
  private final Adam policyOptimizer;
  final Temperature temperature;
  final SoftQFunction q1;
  final SoftQFunction q2;

  private final StateActionInput dataInput;
  private final StateActionInput policyInput;
  private final StateActionInput nextInput;
  private final TwoHiddenLayerPass policyPass;
  private final TwoHiddenLayerPass nextPolicyPass;
  final SquashedGaussian sample;
  final SquashedGaussian nextSample;
  private final float[] actionGradient;
  final float[] target;

  private final LearnerMetrics.Gauge temperatureMetric =
      metrics.add("temperature", "", "Temperature alpha after the update");
  private final LearnerMetrics.Gauge entropyMetric =
      metrics.add("entropy", "nat", "Mean of -log pi(a|s) over fresh samples");
  private final LearnerMetrics.Gauge q1LossMetric =
      metrics.add("q1_loss", "", "Loss of the first soft Q-function (Eq. 5)");
  private final LearnerMetrics.Gauge q2LossMetric =
      metrics.add("q2_loss", "", "Loss of the second soft Q-function (Eq. 5)");
  private final LearnerMetrics.Gauge meanQMetric =
      metrics.add("mean_q", "", "Mean of the smaller Q(s, a) over the minibatch's own actions");
  private final LearnerMetrics.Gauge policyLossMetric =
      metrics.add("policy_loss", "", "Loss of the policy (Eq. 9)");
  private final LearnerMetrics.Gauge temperatureLossMetric =
      metrics.add("temperature_loss", "", "Loss of the temperature (Eq. 18)");

  private final Runnable samplePolicy = this::samplePolicy;
  private final Runnable sampleNextPolicy = this::sampleNextPolicy;
  private final Runnable evaluateFirst;
  private final Runnable evaluateSecond;
  private final Runnable learnFirst;
  private final Runnable learnSecond;
  private final Runnable backwardFirst;
  private final Runnable backwardSecond;
  private final Runnable policySecondLayer = this::policySecondLayer;
  private final Runnable policyFirstLayer = this::policyFirstLayer;

  /**
   * Creates the networks and initializes their weights.
   *
   * @param settings settings of the algorithm
   * @param context its threads are kept, not closed; its streams {@code weights} and {@code noise}
   *     provide the initial weights and the reparameterization noise
   */
  SoftActorCritic(PaperSettings settings, LearnerContext context) {
    super(settings.policySpec(context.spec()), context.stream("noise"));
    this.settings = settings;
    threads = context.threads();
    int stateSize = context.spec().stateSize();
    int actionSize = context.spec().actionSize();
    MatrixBackend backend = context.backend();
    RandomStream weights = context.stream("weights");
    int batch = settings.batchSize();

    dataInput = StateActionInput.allocate(backend, batch, stateSize, actionSize);
    policyInput = StateActionInput.allocate(backend, batch, stateSize, actionSize);
    nextInput = StateActionInput.allocate(backend, batch, stateSize, actionSize);
    actionGradient = new float[batch * actionSize];
    target = new float[batch];

    policy =
        new MlpParameters(backend, settings.shape(stateSize, 2 * actionSize))
            .initWithBiases(weights);
    policyGradient = new MlpParameters(backend, policy.shape);
    policyOptimizer = new Adam(policy.memory);
    TwoHiddenLayerWorkspace workspace1 =
        new TwoHiddenLayerWorkspace(backend, batch, settings.hiddenUnits());
    TwoHiddenLayerWorkspace workspace2 =
        new TwoHiddenLayerWorkspace(backend, batch, settings.hiddenUnits());
    TwoHiddenLayerWorkspace workspace3 =
        new TwoHiddenLayerWorkspace(backend, batch, settings.hiddenUnits());
    policyPass = new TwoHiddenLayerPass(backend, policy, policyInput.states(), workspace3);
    nextPolicyPass = new TwoHiddenLayerPass(backend, policy, nextInput.states(), workspace1);
    sample = new SquashedGaussian(policyPass.output, batch);
    nextSample = new SquashedGaussian(nextPolicyPass.output, batch);
    SoftQFunction.Inputs inputs = new SoftQFunction.Inputs(nextInput, dataInput, policyInput);
    q1 = new SoftQFunction(backend, settings, inputs, workspace1, weights);
    q2 = new SoftQFunction(backend, settings, inputs, workspace2, weights);
    temperature =
        new Temperature(
            settings.update().initialTemperature(),
            settings.update().targetEntropyPerAction() * actionSize,
            Adam.BETA_1,
            settings.update().logTemperatureLoss());
    evaluateFirst = q1::evaluateNext;
    evaluateSecond = q2::evaluateNext;
    learnFirst = () -> learn(q1);
    learnSecond = () -> learn(q2);
    backwardFirst = q1::backwardToAction;
    backwardSecond = q2::backwardToAction;
  }

  @Override
  public void update(TransitionBatch batch) {
    nextSample.drawNoise(random);
    sample.drawNoise(random);
    updateWithNoise(batch);
  }

  /** {@link #update} with the current noise of the samples. */
  void updateWithNoise(TransitionBatch batch) {
    load(batch);
    threads.run(sampleNextPolicy, samplePolicy);
    threads.run(evaluateFirst, evaluateSecond);
    double alpha = temperature.value();
    SoftBellmanTarget.compute(
        batch,
        q1.nextValue(),
        q2.nextValue(),
        nextSample.logLikelihood,
        alpha,
        settings.update().discount(),
        target);
    threads.run(learnFirst, learnSecond);
    meanQMetric.set(FloatArrays.meanOfMin(q1.value(), q2.value()));
    policyLossMetric.set(PolicyObjective.compute(sample.logLikelihood, q1, q2, alpha));
    threads.run(backwardFirst, backwardSecond);
    stepPolicy(alpha);
    double logLikelihood = FloatArrays.mean(sample.logLikelihood);
    temperatureLossMetric.set(
        settings.update().automaticTemperature()
            ? temperature.step(logLikelihood, settings.update().learningRate())
            : temperature.loss(logLikelihood));

    q1LossMetric.set(q1.loss);
    q2LossMetric.set(q2.loss);
    temperatureMetric.set(temperature.value());
    entropyMetric.set(-logLikelihood);
    countUpdate();
  }

  private void load(TransitionBatch batch) {
    nextInput.states().write(batch.nextStates);
    dataInput.states().write(batch.states);
    dataInput.actions().write(batch.actions);
    policyInput.states().write(batch.states);
  }

  private void samplePolicy() {
    policyPass.forward();
    sample.sample();
    policyInput.actions().write(sample.action);
  }

  private void sampleNextPolicy() {
    nextPolicyPass.forward();
    nextSample.sample();
    nextInput.actions().write(nextSample.action);
  }

  /** Runs the steps of one Q-function that do not depend on the other one. */
  private void learn(SoftQFunction q) {
    q.learn(target);
    q.evaluatePolicy();
  }

  private void stepPolicy(double alpha) {
    q1.copyActionGradient(actionGradient);
    q2.copyActionGradient(actionGradient);
    sample.backward(actionGradient, alpha / settings.batchSize(), policyPass.outputGradient);
    policyPass.backwardOutputLayer(policyGradient);
    threads.run(policyFirstLayer, policySecondLayer);
    policyOptimizer.step(policyGradient.memory, settings.update().learningRate());
  }

  private void policySecondLayer() {
    policyPass.backwardSecondLayer(policyGradient);
  }

  private void policyFirstLayer() {
    policyPass.backwardFirstLayer(policyGradient);
  }

  @Override
  public void copyActingPolicy(float[] values) {
    policy.memory.read(0, values, 0, values.length);
  }

  @Override
  protected List<TrainingState> state() {
    return List.of(policy, policyOptimizer, q1, q2, temperature);
  }
}
