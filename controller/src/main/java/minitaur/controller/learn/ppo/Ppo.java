package minitaur.controller.learn.ppo;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.NetworkLearner;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.Adam;
import minitaur.controller.learn.nn.FloatMemory;
import minitaur.controller.learn.nn.GradientClip;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.MlpPass;
import minitaur.controller.learn.nn.NetworkShape;
import minitaur.controller.learn.nn.SquashedGaussian;
import minitaur.controller.learn.nn.TrainingState;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.hal.random.RandomStream;

/**
 * Proximal policy optimization with a clipped objective (Schulman et al. 2017, arXiv 1707.06347,
 * Eq. 7 and 9, without entropy bonus). An update takes a rollout in chronological order, estimates
 * its advantages and optimizes for several epochs over shuffled minibatches:
 *
 * <pre>
 *   rho = pi(a|s) / pi_old(a|s),   A normalized over the minibatch
 *   L = -mean(min(rho A, clip(rho, 1 - c, 1 + c) A)) + mean((V(s) - return)^2) / 2
 * </pre>
 *
 * <p>The policy is a Gaussian whose standard deviation does not depend on the state. Its samples
 * are clipped to [-1, 1], and pi is the likelihood of the clipped action ({@link ClippedGaussian}).
 * pi_old is the policy at the beginning of the update; in lock-step mode this is the policy that
 * acted. Policy and value function run on separate threads; results are bit-identical with one
 * thread. Updates allocate nothing.
 */
final class Ppo extends NetworkLearner {
  private static final double ADAM_EPSILON = 1e-5;
  private static final double ADVANTAGE_EPSILON = 1e-8;

  /**
   * Factor of the initial weights of the output layer, so that all actions are initially near zero.
   */
  private static final double OUTPUT_SCALE = 0.01;

  private final PpoSettings settings;
  private final TwoThreadExecutor threads;
  private final int stateSize;
  private final int actionSize;
  private final int minibatchSize;

  final MlpParameters policy;
  final FloatMemory logSigma;
  final MlpParameters value;
  private final MlpParameters policyGradient;
  private final FloatMemory logSigmaGradient;
  private final MlpParameters valueGradient;
  private final Adam policyOptimizer;
  private final Adam logSigmaOptimizer;
  private final Adam valueOptimizer;
  private final GradientClip gradientClip;
  private final AdvantageEstimator estimator;

  // The rollout.
  private final Matrix rolloutStates;
  private final Matrix rolloutNextStates;
  private final MlpPass rolloutPolicyPass;
  final MlpPass rolloutValuePass;
  private final MlpPass rolloutNextValuePass;
  final float[] rolloutAdvantages;
  final float[] rolloutReturns;
  private final float[] rolloutLogLikelihood;
  private final int[] order;

  // The minibatch.
  private final Matrix states;
  private final MlpPass policyPass;
  private final MlpPass valuePass;
  final float[] stateRows;
  final float[] actions;
  final float[] advantages;
  final float[] returns;
  final float[] oldLogLikelihood;
  private final float[] logLikelihood;
  private final float[] logSigmaValues;
  private final float[] logSigmaGradients;

  private final LearnerMetrics.Gauge policyLossMetric =
      metrics.add("policy_loss", "", "Clipped objective of the last minibatch, negated");
  private final LearnerMetrics.Gauge valueLossMetric =
      metrics.add("value_loss", "", "Mean squared error of the value function, last minibatch");
  private final LearnerMetrics.Gauge gradientNormMetric =
      metrics.add("gradient_norm", "", "Norm of the last minibatch's gradient before clipping");
  private final LearnerMetrics.Gauge entropyMetric =
      metrics.add("entropy", "nat", "Entropy of the policy's Gaussian");
  private final LearnerMetrics.Gauge clippedMetric =
      metrics.add(
          "clipped_share", "", "Share of likelihood ratios beyond the clip, last minibatch");

  // Of the last step.
  double policyLoss;
  double valueLoss;
  double gradientNorm;
  private double clipFraction;

  private final Runnable evaluateRolloutPolicy;
  private final Runnable evaluateRolloutValues;
  private final Runnable computePolicyGradient = this::computePolicyGradient;
  private final Runnable computeValueGradient = this::computeValueGradient;
  private final Runnable optimizePolicy = this::optimizePolicy;
  private final Runnable optimizeValue = this::optimizeValue;

  /**
   * Creates the networks and initializes their weights.
   *
   * @param context its threads are kept, not closed
   */
  Ppo(PpoSettings settings, LearnerContext context) {
    super(settings.policySpec(context.spec()), context.stream("shuffle"));
    this.settings = settings;
    threads = context.threads();
    stateSize = context.spec().stateSize();
    actionSize = context.spec().actionSize();
    minibatchSize = settings.minibatchSize();
    MatrixBackend backend = context.backend();
    RandomStream weights = context.stream("weights");

    NetworkShape policyShape = shape(actionSize);
    NetworkShape valueShape = shape(1);
    policy = new MlpParameters(backend, policyShape);
    policy.initByFanIn(weights);
    policy.initWeights(2, OUTPUT_SCALE / Math.sqrt(settings.hiddenUnits()), weights);
    value = new MlpParameters(backend, valueShape);
    value.initByFanIn(weights);
    logSigma = backend.allocate(actionSize);
    logSigmaValues = new float[actionSize];
    logSigmaGradients = new float[actionSize];
    Arrays.fill(logSigmaValues, (float) settings.initialLogSigma());
    logSigma.write(0, logSigmaValues, 0, actionSize);
    policyGradient = new MlpParameters(backend, policyShape);
    logSigmaGradient = backend.allocate(actionSize);
    valueGradient = new MlpParameters(backend, valueShape);
    policyOptimizer = new Adam(policy.memory, Adam.BETA_1, ADAM_EPSILON, null);
    logSigmaOptimizer = new Adam(logSigma, Adam.BETA_1, ADAM_EPSILON, null);
    valueOptimizer = new Adam(value.memory, Adam.BETA_1, ADAM_EPSILON, null);
    gradientClip =
        new GradientClip(
            settings.update().maxGradientNorm(),
            policyGradient.memory,
            logSigmaGradient,
            valueGradient.memory);
    estimator = new AdvantageEstimator(settings.update().discount(), settings.update().lambda());

    int rollout = settings.rolloutSteps();
    rolloutStates = backend.matrix(rollout, stateSize);
    rolloutNextStates = backend.matrix(rollout, stateSize);
    rolloutPolicyPass = new MlpPass(backend, policy, rolloutStates, MlpPass.Options.PLAIN);
    rolloutValuePass = new MlpPass(backend, value, rolloutStates, MlpPass.Options.PLAIN);
    rolloutNextValuePass = new MlpPass(backend, value, rolloutNextStates, MlpPass.Options.PLAIN);
    rolloutAdvantages = new float[rollout];
    rolloutReturns = new float[rollout];
    rolloutLogLikelihood = new float[rollout];
    order = new int[rollout];
    states = backend.matrix(minibatchSize, stateSize);
    policyPass = new MlpPass(backend, policy, states, MlpPass.Options.PLAIN);
    valuePass = new MlpPass(backend, value, states, MlpPass.Options.PLAIN);
    stateRows = new float[minibatchSize * stateSize];
    actions = new float[minibatchSize * actionSize];
    advantages = new float[minibatchSize];
    returns = new float[minibatchSize];
    oldLogLikelihood = new float[minibatchSize];
    logLikelihood = new float[minibatchSize];

    evaluateRolloutPolicy = rolloutPolicyPass::forward;
    evaluateRolloutValues =
        () -> {
          rolloutValuePass.forward();
          rolloutNextValuePass.forward();
        };
  }

  private NetworkShape shape(int outputs) {
    return new NetworkShape(
        policySpec().inputs(), policySpec().hidden(), outputs, NetworkShape.HiddenLayer.TANH);
  }

  @Override
  public boolean isOnPolicy() {
    return true;
  }

  @Override
  public void update(TransitionBatch rollout) {
    estimateAdvantages(rollout);
    readLogSigma();
    computeLogLikelihood(rolloutPolicyPass.output, rollout.actions, rolloutLogLikelihood);
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int epoch = 0; epoch < settings.update().epochs(); epoch++) {
      shuffleOrder();
      for (int start = 0; start < order.length; start += minibatchSize) {
        gather(rollout, start);
        step();
      }
    }
    policyLossMetric.set(policyLoss);
    valueLossMetric.set(valueLoss);
    gradientNormMetric.set(gradientNorm);
    clippedMetric.set(clipFraction);
    readLogSigma();
    double entropy = 0;
    for (float each : logSigmaValues) {
      entropy += each + SquashedGaussian.HALF_LOG_2_PI + 0.5;
    }
    entropyMetric.set(entropy);
    countUpdate();
  }

  /** Computes advantages and returns of a rollout. */
  void estimateAdvantages(TransitionBatch rollout) {
    rolloutStates.write(rollout.states);
    rolloutNextStates.write(rollout.nextStates);
    threads.run(evaluateRolloutPolicy, evaluateRolloutValues);
    estimator.compute(
        rollout,
        rolloutValuePass.output,
        rolloutNextValuePass.output,
        rolloutAdvantages,
        rolloutReturns);
  }

  private void shuffleOrder() {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int temp = order[i];
      order[i] = order[j];
      order[j] = temp;
    }
  }

  private void gather(TransitionBatch rollout, int start) {
    for (int row = 0; row < minibatchSize; row++) {
      int from = order[start + row];
      System.arraycopy(rollout.states, from * stateSize, stateRows, row * stateSize, stateSize);
      System.arraycopy(rollout.actions, from * actionSize, actions, row * actionSize, actionSize);
      advantages[row] = rolloutAdvantages[from];
      returns[row] = rolloutReturns[from];
      oldLogLikelihood[row] = rolloutLogLikelihood[from];
    }
  }

  /** Takes one step on the current minibatch. */
  void step() {
    states.write(stateRows);
    readLogSigma();
    normalizeAdvantages();
    threads.run(computePolicyGradient, computeValueGradient);
    gradientNorm = gradientClip.clip();
    threads.run(optimizePolicy, optimizeValue);
  }

  private void readLogSigma() {
    logSigma.read(0, logSigmaValues, 0, actionSize);
  }

  private void normalizeAdvantages() {
    double sum = 0;
    for (float each : advantages) {
      sum += each;
    }
    double mean = sum / minibatchSize;
    double squares = 0;
    for (float each : advantages) {
      squares += (each - mean) * (each - mean);
    }
    double deviation = Math.sqrt(squares / (minibatchSize - 1));
    for (int i = 0; i < minibatchSize; i++) {
      advantages[i] = (float) ((advantages[i] - mean) / (deviation + ADVANTAGE_EPSILON));
    }
  }

  /**
   * Computes {@code log pi(a|s)}, the sum over the components of the action.
   *
   * @param means {@code [rows x action]} mu. Not modified.
   * @param takenActions {@code [rows x action]} a. Not modified.
   * @param result {@code [rows]}. Modified.
   */
  private void computeLogLikelihood(float[] means, float[] takenActions, float[] result) {
    for (int row = 0; row < result.length; row++) {
      double sum = 0;
      for (int i = 0; i < actionSize; i++) {
        int at = row * actionSize + i;
        sum += ClippedGaussian.logLikelihood(takenActions[at], means[at], logSigmaValues[i]);
      }
      result[row] = (float) sum;
    }
  }

  private void computePolicyGradient() {
    policyPass.forward();
    computeLogLikelihood(policyPass.output, actions, logLikelihood);
    Arrays.fill(logSigmaGradients, 0);
    double clip = settings.update().clip();
    double sum = 0;
    int clippedCount = 0;
    for (int row = 0; row < minibatchSize; row++) {
      double ratio = Math.exp((double) logLikelihood[row] - oldLogLikelihood[row]);
      double clipped = Math.max(1 - clip, Math.min(1 + clip, ratio));
      double surrogate = ratio * advantages[row];
      double clippedSurrogate = clipped * advantages[row];
      sum += Math.min(surrogate, clippedSurrogate);
      clippedCount += ratio == clipped ? 0 : 1;
      double gradLogLikelihood = surrogate <= clippedSurrogate ? -surrogate / minibatchSize : 0;
      for (int i = 0; i < actionSize; i++) {
        int at = row * actionSize + i;
        double mean = policyPass.output[at];
        policyPass.outputGradient[at] =
            (float)
                (gradLogLikelihood
                    * ClippedGaussian.meanGradient(actions[at], mean, logSigmaValues[i]));
        logSigmaGradients[i] +=
            (float)
                (gradLogLikelihood
                    * ClippedGaussian.logSigmaGradient(actions[at], mean, logSigmaValues[i]));
      }
    }
    policyLoss = -sum / minibatchSize;
    clipFraction = (double) clippedCount / minibatchSize;
    policyPass.backward(policyGradient);
    logSigmaGradient.write(0, logSigmaGradients, 0, actionSize);
  }

  private void computeValueGradient() {
    valuePass.forward();
    double sum = 0;
    for (int row = 0; row < minibatchSize; row++) {
      float residual = valuePass.output[row] - returns[row];
      valuePass.outputGradient[row] = residual / minibatchSize;
      sum += (double) residual * residual;
    }
    valueLoss = sum / minibatchSize;
    valuePass.backward(valueGradient);
  }

  private void optimizePolicy() {
    policyOptimizer.step(policyGradient.memory, settings.update().learningRate());
    logSigmaOptimizer.step(logSigmaGradient, settings.update().learningRate());
  }

  private void optimizeValue() {
    valueOptimizer.step(valueGradient.memory, settings.update().learningRate());
  }

  /**
   * Copies the network of the mean, extended by outputs for log sigma that depend only on their
   * biases.
   */
  @Override
  public void copyActingPolicy(float[] values) {
    int weights = policy.memory.length() - actionSize;
    int sigmaWeights = actionSize * settings.hiddenUnits();
    policy.memory.read(0, values, 0, weights);
    Arrays.fill(values, weights, weights + sigmaWeights, 0);
    policy.memory.read(weights, values, weights + sigmaWeights, actionSize);
    logSigma.read(0, values, weights + sigmaWeights + actionSize, actionSize);
  }

  @Override
  protected List<TrainingState> state() {
    return List.of(
        policy, value, new LogSigma(), policyOptimizer, logSigmaOptimizer, valueOptimizer);
  }

  /** The logarithms of the policy's standard deviations. */
  private final class LogSigma implements TrainingState {
    @Override
    public boolean isFinite() {
      readLogSigma();
      float sum = 0;
      for (float each : logSigmaValues) {
        sum += each * 0f;
      }
      return sum == 0;
    }

    @Override
    public void save(DataOutput out) throws IOException {
      readLogSigma();
      for (float each : logSigmaValues) {
        out.writeFloat(each);
      }
    }

    @Override
    public void restore(DataInput in) throws IOException {
      for (int i = 0; i < actionSize; i++) {
        logSigmaValues[i] = in.readFloat();
      }
      logSigma.write(0, logSigmaValues, 0, actionSize);
    }
  }
}
