package minitaur.controller.learn.sql;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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
final class SoftQLearning implements Learner {
  private static final double SQUASHING_EPSILON = 1e-6;

  private final SoftQLearningSettings settings;
  private final PolicySpec policySpec;
  private final TwoThreadExecutor threads;
  private final RandomStream noise;
  private final int batchSize;
  private final int stateSize;
  private final int actionSize;
  private final int particleCount;

  private final MlpParameters policy;
  private final MlpParameters policyGradient;
  private final Adam policyOptimizer;
  private final QFunction q1;
  private final QFunction q2;
  private final Particles fixed;
  private final Particles moved;
  private final SteinGradient stein;

  private final Matrix states;
  private final Matrix actions;
  private final Matrix nextStates;
  private final Matrix nextActions;
  private final Matrix particleStates;
  private final Matrix particleActions;
  private final float[] repeatedStates;
  private final float[] repeatedNextStates;
  private final float[] uniformActions;
  private final float[] target;
  private final float[] score;
  private final float[] direction;
  private final float[] bandwidth;

  private final LearnerMetrics metrics = new LearnerMetrics();
  private final LearnerMetrics.Gauge q1LossMetric =
      metrics.add("q1_loss", "", "Loss of the first Q-function");
  private final LearnerMetrics.Gauge q2LossMetric =
      metrics.add("q2_loss", "", "Loss of the second Q-function");
  private final LearnerMetrics.Gauge meanQMetric =
      metrics.add("mean_q", "", "Mean of the smaller Q(s, a) over the minibatch's own actions");
  private final LearnerMetrics.Gauge bandwidthMetric =
      metrics.add("kernel_bandwidth", "", "Mean bandwidth h of the kernel over the states");

  private long updates;

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
  private final class Particles {
    private final Matrix states;
    private final Matrix latents;
    private final MlpPass pass;

    /** {@code [batch half x action]} standard normal. */
    final float[] latent = new float[batchSize * particleCount * actionSize];

    /** {@code [batch half x action]} actions of the last {@link #act}. */
    final float[] action = new float[batchSize * particleCount * actionSize];

    Particles(MatrixBackend backend) {
      Matrix input = backend.matrix(batchSize * particleCount, stateSize + actionSize);
      states = input.columnWindow(0, stateSize);
      latents = input.columnWindow(stateSize, actionSize);
      pass = new MlpPass(backend, policy, input, MlpPass.Options.PLAIN);
    }

    private void act() {
      states.write(repeatedStates);
      latents.write(latent);
      pass.forward();
      for (int i = 0; i < action.length; i++) {
        action[i] = (float) Math.tanh(pass.output[i]);
      }
    }
  }

  /** A Q-function with its target network and optimizer. */
  final class QFunction {
    final MlpParameters parameters;
    final MlpParameters target;
    private final MlpParameters gradient;
    private final Adam optimizer;
    private final MlpPass nextPass;
    private final MlpPass dataPass;
    private final MlpPass particlePass;
    private final Matrix actionWeights;
    private final Matrix actionGradient;

    /**
     * {@code [batch half x action]} dQ/da at the fixed actions where this Q is the smaller one,
     * else 0.
     */
    private final float[] actionScore = new float[batchSize * particleCount * actionSize];

    /** Loss of the last update. */
    double loss;

    QFunction(
        MatrixBackend backend,
        Matrix nextInput,
        Matrix dataInput,
        Matrix particleInput,
        RandomStream weights) {
      NetworkShape shape = shape(dataInput.columns, 1);
      parameters = new MlpParameters(backend, shape);
      parameters.initByFanIn(weights);
      target = new MlpParameters(backend, shape);
      target.set(parameters);
      gradient = new MlpParameters(backend, shape);
      optimizer =
          new Adam(
              parameters.memory,
              new MovingAverage(target.memory, settings.update().targetSmoothing()));
      nextPass = new MlpPass(backend, target, nextInput, MlpPass.Options.PLAIN);
      dataPass = new MlpPass(backend, parameters, dataInput, MlpPass.Options.PLAIN);
      particlePass = new MlpPass(backend, parameters, particleInput, MlpPass.Options.PLAIN);
      actionWeights = parameters.weights.get(0).columnWindow(stateSize, actionSize);
      actionGradient = backend.matrix(particleInput.rows, actionSize);
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
      optimizer.step(gradient.memory, settings.update().learningRate());
      particlePass.forward();
    }

    private void scoreActions(QFunction other) {
      for (int i = 0; i < particlePass.output.length; i++) {
        particlePass.outputGradient[i] =
            particlePass.output[i] < other.particlePass.output[i] ? 1 : 0;
      }
      particlePass.backwardToInput(actionWeights, actionGradient);
      actionGradient.read(actionScore);
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

  private NetworkShape shape(int inputs, int outputs) {
    return new NetworkShape(inputs, policySpec.hidden(), outputs, NetworkShape.HiddenLayer.PLAIN);
  }

  /**
   * Creates the networks and initializes their weights.
   *
   * @param context its threads are kept, not closed
   */
  SoftQLearning(SoftQLearningSettings settings, LearnerContext context) {
    this.settings = settings;
    policySpec = settings.policySpec(context.spec());
    threads = context.threads();
    noise = context.stream("noise");
    batchSize = settings.batchSize();
    stateSize = context.spec().stateSize();
    actionSize = context.spec().actionSize();
    particleCount = settings.particles().kernel() / 2;
    int valueParticles = settings.particles().value();
    MatrixBackend backend = context.backend();
    RandomStream weights = context.stream("weights");
    int width = stateSize + actionSize;
    Matrix dataInput = backend.matrix(batchSize, width);
    Matrix nextInput = backend.matrix(batchSize * valueParticles, width);
    Matrix particleInput = backend.matrix(batchSize * particleCount, width);
    states = dataInput.columnWindow(0, stateSize);
    actions = dataInput.columnWindow(stateSize, actionSize);
    nextStates = nextInput.columnWindow(0, stateSize);
    nextActions = nextInput.columnWindow(stateSize, actionSize);
    particleStates = particleInput.columnWindow(0, stateSize);
    particleActions = particleInput.columnWindow(stateSize, actionSize);
    repeatedStates = new float[batchSize * particleCount * stateSize];
    repeatedNextStates = new float[batchSize * valueParticles * stateSize];
    uniformActions = new float[batchSize * valueParticles * actionSize];
    target = new float[batchSize];
    score = new float[batchSize * particleCount * actionSize];
    direction = new float[batchSize * particleCount * actionSize];
    bandwidth = new float[batchSize];

    NetworkShape policyShape = shape(width, actionSize);
    policy = new MlpParameters(backend, policyShape);
    policy.initByFanIn(weights);
    policyGradient = new MlpParameters(backend, policyShape);
    policyOptimizer = new Adam(policy.memory);
    q1 = new QFunction(backend, nextInput, dataInput, particleInput, weights);
    q2 = new QFunction(backend, nextInput, dataInput, particleInput, weights);
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
      uniformActions[i] = (float) noise.nextUniform(-1, 1);
    }
    for (int i = 0; i < fixed.latent.length; i++) {
      fixed.latent[i] = (float) noise.nextGaussian();
    }
    for (int i = 0; i < moved.latent.length; i++) {
      moved.latent[i] = (float) noise.nextGaussian();
    }
    updateWithNoise(batch);
  }

  /** {@link #update} with the current uniform actions and latents. */
  void updateWithNoise(TransitionBatch batch) {
    states.write(batch.states);
    actions.write(batch.actions);
    repeat(batch.states, particleCount, repeatedStates);
    repeat(batch.nextStates, settings.particles().value(), repeatedNextStates);
    nextStates.write(repeatedNextStates);
    nextActions.write(uniformActions);
    threads.run(evaluateFirst, evaluateSecond);
    computeTarget(batch);
    threads.run(actFixed, actMoved);
    particleStates.write(repeatedStates);
    particleActions.write(fixed.action);
    threads.run(learnFirst, learnSecond);
    threads.run(scoreFirst, scoreSecond);
    stepPolicy();
    q1LossMetric.set(q1.loss);
    q2LossMetric.set(q2.loss);
    double sum = 0;
    for (int i = 0; i < batchSize; i++) {
      sum += Math.min(q1.dataPass.output[i], q2.dataPass.output[i]);
    }
    meanQMetric.set(sum / batchSize);
    updates++;
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
      score[i] = (float) (q1.actionScore[i] + q2.actionScore[i] + squashing);
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
        && q1.parameters.isFinite()
        && q1.target.isFinite()
        && q2.parameters.isFinite()
        && q2.target.isFinite();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(updates);
    policy.save(out);
    policyOptimizer.save(out);
    q1.save(out);
    q2.save(out);
    noise.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    updates = in.readLong();
    policy.restore(in);
    policyOptimizer.restore(in);
    q1.restore(in);
    q2.restore(in);
    noise.restore(in);
    metrics.clear();
  }

  // For tests.

  MlpParameters policy() {
    return policy;
  }

  QFunction q1() {
    return q1;
  }

  QFunction q2() {
    return q2;
  }

  float[] target() {
    return target;
  }

  float[] direction() {
    return direction;
  }

  float[] bandwidth() {
    return bandwidth;
  }

  /**
   * Sets the random samples of the next {@link #updateWithNoise}.
   *
   * @param uniform {@code [batch x value particles x action]}. Not modified.
   * @param latents {@code [batch x kernel particles x action]}, for each state the fixed ones
   *     first. Not modified.
   */
  void setNoise(float[] uniform, float[] latents) {
    System.arraycopy(uniform, 0, uniformActions, 0, uniform.length);
    int length = particleCount * actionSize;
    for (int state = 0; state < batchSize; state++) {
      System.arraycopy(latents, 2 * state * length, fixed.latent, state * length, length);
      System.arraycopy(latents, (2 * state + 1) * length, moved.latent, state * length, length);
    }
  }
}
