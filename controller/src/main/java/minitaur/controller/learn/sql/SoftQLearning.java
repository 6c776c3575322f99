package minitaur.controller.learn.sql;

import java.util.List;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.NetworkLearner;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.ActionGradient;
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
import minitaur.hal.random.RandomStream;

/**
 * Soft Q-learning (Haarnoja et al. 2017, arXiv 1702.08165, algorithm 1) with two Q-functions and
 * with rewards scaled so that the temperature is 1:
 *
 * <pre>
 *   V(s') = log mean over uniform a' of exp(min_i T_i(s', a')) + actions log 2      (Eq. 10)
 *   y = r + gamma d V(s'),   L_i = mean((Q_i(s, a) - y)^2) / 2                      (Eq. 11)
 *   log p(a|s) = min_i Q_i(s, a) + sum log(1 - a^2 + 1e-6)
 * </pre>
 *
 * <p>The policy {@code a = tanh(network(s, latent))} ascends the {@link SteinGradient} of p with
 * the updated Q-functions (Eq. 14). Each Q-function runs on its own thread; results are
 * bit-identical with one thread. Updates allocate nothing.
 */
final class SoftQLearning extends NetworkLearner {
  private static final double SQUASHING_EPSILON = 1e-6;

  private final SoftQLearningSettings settings;
  private final TwoThreadExecutor threads;
  private final int batchSize;
  private final int stateSize;
  private final int actionSize;
  private final int particleCount;

  final MlpParameters policy;
  private final MlpParameters policyGradient;
  private final Adam policyOptimizer;
  final QFunction q1;
  final QFunction q2;
  final Particles fixed;
  final Particles moved;
  private final SteinGradient stein;

  private final StateActionInput dataInput;
  private final StateActionInput nextInput;
  private final StateActionInput particleInput;
  private final float[] repeatedStates;
  private final float[] repeatedNextStates;
  final float[] uniformActions;
  final float[] target;
  private final float[] score;
  final float[] direction;
  final float[] bandwidth;

  private final LearnerMetrics.Gauge q1LossMetric =
      metrics.add("q1_loss", "", "Loss of the first Q-function");
  private final LearnerMetrics.Gauge q2LossMetric =
      metrics.add("q2_loss", "", "Loss of the second Q-function");
  private final LearnerMetrics.Gauge meanQMetric =
      metrics.add("mean_q", "", "Mean of the smaller Q(s, a) over the minibatch's own actions");
  private final LearnerMetrics.Gauge bandwidthMetric =
      metrics.add("kernel_bandwidth", "", "Mean bandwidth h of the kernel over the states");

  private final Runnable evaluateFirst;
  private final Runnable evaluateSecond;
  private final Runnable learnFirst;
  private final Runnable learnSecond;
  private final Runnable actFixed;
  private final Runnable actMoved;
  private final Runnable scoreFirst;
  private final Runnable scoreSecond;
  private final ParallelBackward policyBackward;

  /** Action particles: several actions of the policy for each state. */
  final class Particles {
    /** The latents take the place of the actions. */
    private final StateActionInput input;

    private final MlpPass pass;

    /** {@code [batch half x action]} standard normal. */
    final float[] latent = new float[batchSize * particleCount * actionSize];

    /** {@code [batch half x action]} actions of the last {@link #act}. */
    final float[] action = new float[batchSize * particleCount * actionSize];

    Particles(MatrixBackend backend) {
      input = StateActionInput.allocate(backend, batchSize * particleCount, stateSize, actionSize);
      pass = new MlpPass(backend, policy, input.matrix(), MlpPass.Options.PLAIN);
    }

    private void act() {
      input.states().write(repeatedStates);
      input.actions().write(latent);
      pass.forward();
      for (int i = 0; i < action.length; i++) {
        action[i] = (float) Math.tanh(pass.output[i]);
      }
    }
  }

  /** A Q-function with its target network and optimizer. */
  final class QFunction extends TargetedNetwork {
    private final MlpPass nextPass;
    private final MlpPass dataPass;
    private final MlpPass particlePass;

    /** dQ/da at the fixed actions where this Q is the smaller one, else 0. */
    private final ActionGradient actionScore;

    /** Loss of the last update. */
    double loss;

    QFunction(MatrixBackend backend, RandomStream weights) {
      super(backend, parameters(backend, 1, weights), settings.update().targetSmoothing(), false);
      nextPass = new MlpPass(backend, target, nextInput.matrix(), MlpPass.Options.PLAIN);
      dataPass = new MlpPass(backend, parameters, dataInput.matrix(), MlpPass.Options.PLAIN);
      particlePass =
          new MlpPass(backend, parameters, particleInput.matrix(), MlpPass.Options.PLAIN);
      actionScore = new ActionGradient(backend, particlePass, parameters, particleInput);
    }

    private void learn() {
      dataPass.forward();
      double sum = 0;
      for (int i = 0; i < batchSize; i++) {
        float residual = dataPass.output[i] - SoftQLearning.this.target[i];
        dataPass.outputGradient[i] = residual / batchSize;
        sum += 0.5 * residual * residual;
      }
      loss = sum / batchSize;
      dataPass.backward(gradient);
      step(settings.update().learningRate());
      particlePass.forward();
    }

    private void scoreActions(QFunction other) {
      for (int i = 0; i < particlePass.output.length; i++) {
        particlePass.outputGradient[i] =
            particlePass.output[i] < other.particlePass.output[i] ? 1 : 0;
      }
      actionScore.compute();
    }
  }

  private MlpParameters parameters(MatrixBackend backend, int outputs, RandomStream weights) {
    NetworkShape shape =
        new NetworkShape(
            stateSize + actionSize, policySpec().hidden(), outputs, NetworkShape.HiddenLayer.PLAIN);
    return new MlpParameters(backend, shape).initByFanIn(weights);
  }

  /**
   * Creates the networks and initializes their weights.
   *
   * @param context its threads are kept, not closed
   */
  SoftQLearning(SoftQLearningSettings settings, LearnerContext context) {
    super(settings.policySpec(context.spec()), context.stream("noise"));
    this.settings = settings;
    threads = context.threads();
    batchSize = settings.batchSize();
    stateSize = context.spec().stateSize();
    actionSize = context.spec().actionSize();
    particleCount = settings.particles().kernel() / 2;
    int valueParticles = settings.particles().value();
    MatrixBackend backend = context.backend();
    RandomStream weights = context.stream("weights");
    dataInput = StateActionInput.allocate(backend, batchSize, stateSize, actionSize);
    nextInput =
        StateActionInput.allocate(backend, batchSize * valueParticles, stateSize, actionSize);
    particleInput =
        StateActionInput.allocate(backend, batchSize * particleCount, stateSize, actionSize);
    repeatedStates = new float[batchSize * particleCount * stateSize];
    repeatedNextStates = new float[batchSize * valueParticles * stateSize];
    uniformActions = new float[batchSize * valueParticles * actionSize];
    target = new float[batchSize];
    score = new float[batchSize * particleCount * actionSize];
    direction = new float[batchSize * particleCount * actionSize];
    bandwidth = new float[batchSize];

    policy = parameters(backend, actionSize, weights);
    policyGradient = new MlpParameters(backend, policy.shape);
    policyOptimizer = new Adam(policy.memory);
    q1 = new QFunction(backend, weights);
    q2 = new QFunction(backend, weights);
    fixed = new Particles(backend);
    moved = new Particles(backend);
    stein = new SteinGradient(particleCount, actionSize);

    evaluateFirst = q1.nextPass::forward;
    evaluateSecond = q2.nextPass::forward;
    learnFirst = q1::learn;
    learnSecond = q2::learn;
    actFixed = fixed::act;
    actMoved = moved::act;
    scoreFirst = () -> q1.scoreActions(q2);
    scoreSecond = () -> q2.scoreActions(q1);
    policyBackward = new ParallelBackward(threads, moved.pass, policyGradient);
  }

  @Override
  public void update(TransitionBatch batch) {
    for (int i = 0; i < uniformActions.length; i++) {
      uniformActions[i] = (float) random.nextUniform(-1, 1);
    }
    for (int i = 0; i < fixed.latent.length; i++) {
      fixed.latent[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < moved.latent.length; i++) {
      moved.latent[i] = (float) random.nextGaussian();
    }
    updateWithNoise(batch);
  }

  /** {@link #update} with the current uniform actions and latents. */
  void updateWithNoise(TransitionBatch batch) {
    dataInput.states().write(batch.states);
    dataInput.actions().write(batch.actions);
    repeat(batch.states, particleCount, repeatedStates);
    repeat(batch.nextStates, settings.particles().value(), repeatedNextStates);
    nextInput.states().write(repeatedNextStates);
    nextInput.actions().write(uniformActions);
    threads.run(evaluateFirst, evaluateSecond);
    computeTarget(batch);
    threads.run(actFixed, actMoved);
    particleInput.states().write(repeatedStates);
    particleInput.actions().write(fixed.action);
    threads.run(learnFirst, learnSecond);
    threads.run(scoreFirst, scoreSecond);
    stepPolicy();
    q1LossMetric.set(q1.loss);
    q2LossMetric.set(q2.loss);
    meanQMetric.set(FloatArrays.meanOfMin(q1.dataPass.output, q2.dataPass.output));
    countUpdate();
  }

  private void repeat(float[] rows, int times, float[] to) {
    for (int row = 0; row < batchSize; row++) {
      for (int k = 0; k < times; k++) {
        System.arraycopy(rows, row * stateSize, to, (row * times + k) * stateSize, stateSize);
      }
    }
  }

  private void computeTarget(TransitionBatch batch) {
    int valueParticles = settings.particles().value();
    for (int i = 0; i < batchSize; i++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int k = i * valueParticles; k < (i + 1) * valueParticles; k++) {
        max = Math.max(max, Math.min(q1.nextPass.output[k], q2.nextPass.output[k]));
      }
      double sum = 0;
      for (int k = i * valueParticles; k < (i + 1) * valueParticles; k++) {
        sum += Math.exp(Math.min(q1.nextPass.output[k], q2.nextPass.output[k]) - max);
      }
      double value = max + Math.log(sum / valueParticles) + actionSize * Math.log(2);
      UpdateSettings update = settings.update();
      target[i] =
          (float)
              (update.rewardScale() * batch.rewards[i]
                  + update.discount() * batch.discounts[i] * value);
    }
  }

  private void stepPolicy() {
    for (int i = 0; i < score.length; i++) {
      double a = fixed.action[i];
      double squashing = -2 * a / (1 - a * a + SQUASHING_EPSILON);
      score[i] = (float) (q1.actionScore.values[i] + q2.actionScore.values[i] + squashing);
    }
    double sum = 0;
    for (int state = 0; state < batchSize; state++) {
      double h =
          stein.compute(
              fixed.action, moved.action, score, state * particleCount * actionSize, direction);
      bandwidth[state] = (float) h;
      sum += h;
    }
    bandwidthMetric.set(sum / batchSize);
    for (int i = 0; i < direction.length; i++) {
      float a = moved.action[i];
      moved.pass.outputGradient[i] = -direction[i] * (1 - a * a);
    }
    policyBackward.run();
    policyOptimizer.step(policyGradient.memory, settings.update().learningRate());
  }

  @Override
  public void copyActingPolicy(float[] values) {
    policy.memory.read(0, values, 0, values.length);
  }

  @Override
  protected List<TrainingState> state() {
    return List.of(policy, policyOptimizer, q1, q2);
  }
}
