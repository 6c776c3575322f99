package minitaur.controller.learn.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.SquashedGaussian;
import minitaur.controller.learn.nn.TwoHiddenLayerPass;
import minitaur.controller.learn.nn.TwoHiddenLayerWorkspace;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

/**
 * Checks the paper's Lemmas 1 and 2 on a problem that can be solved exactly: three tabular states
 * (one-hot), one action in [-1, 1], a fixed temperature.
 *
 * <p>r(s, a) = c_s - (a - g_s)^2. Every action moves s to the next state, and the third state to
 * the first. So Q^pi(s, a) = r(s, a) + gamma V^pi(next(s)), where V^pi solves three linear
 * equations with expectations over a by quadrature.
 */
class SoftPolicyIterationTest {
  private static final int STATES = 3;
  private static final double ALPHA = 0.3;
  private static final double GAMMA = 0.7;
  private static final double[] BEST_ACTION = {0.5, -0.3, 0.0};
  private static final double[] BONUS = {1.0, -0.5, 0.2};
  private static final int BATCH = 96;

  private final RandomStream random = RandomStream.of(11, "transitions");

  @Test
  void policyEvaluationConvergesToSoftQFunction() {
    try (TwoThreadExecutor threads = new TwoThreadExecutor(1)) {
      Problem problem = new Problem(threads);
      for (int i = 0; i < 8000; i++) {
        problem.evaluationStep();
      }
      double[] value = problem.exactValues();
      for (int s = 0; s < STATES; s++) {
        for (double a = -0.9; a <= 0.9; a += 0.3) {
          double exact = reward(s, a) + GAMMA * value[next(s)];
          assertThat(problem.q(s, a)).as("Q(%d, %.1f)", s, a).isCloseTo(exact, offset(0.1));
        }
      }
    }
  }

  @Test
  void policyImprovementConvergesToOptimalPolicy() {
    try (TwoThreadExecutor threads = new TwoThreadExecutor(1)) {
      Problem problem = new Problem(threads);
      double[] before = problem.exactValues();
      for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 3000; i++) {
          problem.learner.update(problem.fill());
        }
        double[] after = problem.exactValues();
        for (int s = 0; s < STATES; s++) {
          assertThat(after[s]).as("V(%d) after round %d", s, round).isGreaterThan(before[s] - 0.03);
        }
        before = after;
      }
      double[] optimal = optimalValues();
      for (int s = 0; s < STATES; s++) {
        assertThat(before[s])
            .as("V(%d)", s)
            .isCloseTo(optimal[s], offset(0.06))
            .isLessThan(optimal[s] + 0.01);
      }
    }
  }

  private static double reward(int s, double a) {
    return BONUS[s] - (a - BEST_ACTION[s]) * (a - BEST_ACTION[s]);
  }

  private static int next(int s) {
    return (s + 1) % STATES;
  }

  /**
   * The optimal soft values: V(s) = alpha log of the integral of exp(r(s, a) / alpha) + gamma
   * V(next).
   */
  private static double[] optimalValues() {
    double[] gain = new double[STATES];
    for (int s = 0; s < STATES; s++) {
      double sum = 0;
      double da = 1e-4;
      for (double a = -1 + da / 2; a < 1; a += da) {
        sum += Math.exp(reward(s, a) / ALPHA) * da;
      }
      gain[s] = ALPHA * Math.log(sum);
    }
    return solve(gain);
  }

  /** Solves V(s) = gain(s) + gamma V(next(s)). */
  private static double[] solve(double[] gain) {
    double[] value = new double[STATES];
    for (int sweep = 0; sweep < 500; sweep++) {
      for (int s = 0; s < STATES; s++) {
        value[s] = gain[s] + GAMMA * value[next(s)];
      }
    }
    return value;
  }

  private final class Problem {
    final SoftActorCritic learner;
    private final TransitionBatch batch = new TransitionBatch(BATCH, STATES, 1);

    Problem(TwoThreadExecutor threads) {
      learner =
          new SoftActorCritic(
              new PaperSettings(
                  BATCH,
                  64,
                  new PaperSettings.Update(1e-3, GAMMA, 0.02, -1, false, ALPHA, false),
                  1000,
                  0,
                  1,
                  false),
              new LearnerContext(
                  new EnvironmentSpec("table", STATES, 1, 1, 1, null),
                  MatrixBackend.fastest(),
                  threads,
                  3));
    }

    TransitionBatch fill() {
      for (int row = 0; row < BATCH; row++) {
        int s = row % STATES;
        for (int i = 0; i < STATES; i++) {
          batch.states[row * STATES + i] = i == s ? 1 : 0;
          batch.nextStates[row * STATES + i] = i == next(s) ? 1 : 0;
        }
        float a = (float) random.nextUniform(-1, 1);
        batch.actions[row] = a;
        batch.rewards[row] = (float) reward(s, a);
        batch.discounts[row] = 1;
      }
      return batch;
    }

    /** One gradient step of the Q-functions with a fixed policy. */
    void evaluationStep() {
      float[] policy = learner.policy.toArray();
      learner.update(fill());
      learner.policy.memory.write(0, policy, 0, policy.length);
    }

    double q(int s, double a) {
      return output(learner.q1.parameters, oneHot(s, STATES + 1, (float) a))[0];
    }

    /**
     * V^pi(s) = E_a[r(s, a) - alpha log pi(a|s)] + gamma V^pi(next(s)), by quadrature over the
     * noise.
     */
    double[] exactValues() {
      double[] gain = new double[STATES];
      for (int s = 0; s < STATES; s++) {
        gain[s] = expectation(s);
      }
      return solve(gain);
    }

    private double expectation(int s) {
      float[] head = output(learner.policy, oneHot(s, STATES, 0));
      SquashedGaussian gaussian = new SquashedGaussian(head, 1);
      double sum = 0;
      double step = 1e-2;
      for (double eps = -6; eps <= 6; eps += step) {
        gaussian.noise[0] = (float) eps;
        gaussian.sample();
        double weight = Math.exp(-0.5 * eps * eps) / Math.sqrt(2 * Math.PI) * step;
        sum += weight * (reward(s, gaussian.action[0]) - ALPHA * gaussian.logLikelihood[0]);
      }
      return sum;
    }

    private float[] oneHot(int s, int length, float last) {
      float[] input = new float[length];
      input[length - 1] = last;
      input[s] = 1;
      return input;
    }

    private float[] output(MlpParameters parameters, float[] input) {
      MatrixBackend backend = MatrixBackend.fastest();
      Matrix row = backend.matrix(1, input.length);
      row.write(input);
      TwoHiddenLayerPass pass =
          new TwoHiddenLayerPass(
              backend,
              parameters,
              row,
              new TwoHiddenLayerWorkspace(backend, 1, parameters.shape.hidden().get(0)));
      pass.forward();
      return pass.output;
    }
  }
}
