package minitaur.controller.learn.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the contract of all learners. */
class LearnerContractTest {
  private static final int STATE = 9;
  private static final int ACTION = 3;

  static Stream<String> names() {
    return LearnerRegistry.all().stream().map(LearnerSettings::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void oneAndTwoThreadsAreBitIdentical(String name) throws IOException {
    byte[] one = stateAfterUpdates(30, 1, name);
    assertThat(stateAfterUpdates(30, 2, name)).isEqualTo(one);
    assertThat(one).isNotEqualTo(stateAfterUpdates(29, 1, name));
  }

  private static byte[] stateAfterUpdates(int updates, int threads, String name)
      throws IOException {
    try (TwoThreadExecutor workers = new TwoThreadExecutor(threads)) {
      Learner learner = learner(name, workers, 0);
      update(learner, name, updates);
      return saveToBytes(learner);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void restoredLearnerContinuesBitIdentically(String name) throws IOException {
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      Learner original = learner(name, workers, 0);
      update(original, name, 21);
      byte[] saved = saveToBytes(original);
      update(original, name, 20);
      Learner restored = learner(name, workers, 1);
      restored.restore(new DataInputStream(new ByteArrayInputStream(saved)));
      update(restored, name, 20);
      assertThat(saveToBytes(restored)).isEqualTo(saveToBytes(original));
      assertThat(restored.updates()).isEqualTo(41);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void updateAllocatesNothing(String name) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      Learner learner = learner(name, workers, 0);
      TransitionBatch batch = batch(name);
      float[] acting = new float[learner.policySpec().parameters()];
      updateAndCopy(learner, batch, acting);
      long before = threads.getCurrentThreadAllocatedBytes();
      updateAndCopy(learner, batch, acting);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
    }
  }

  private static void updateAndCopy(Learner learner, TransitionBatch batch, float[] acting) {
    for (int i = 0; i < 300; i++) {
      learner.update(batch);
      learner.copyActingPolicy(acting);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void storedPolicyMatchesLearner(String name) throws IOException {
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      Learner learner = learner(name, workers, 0);
      update(learner, name, 5);
      float[] values = parameters(learner);
      StoredPolicy stored = StoredPolicy.of(learner.policySpec(), values, Map.of("made_by", name));
      StoredPolicy read = StoredPolicy.decode(stored.encode(), name);
      assertThat(read.spec()).isEqualTo(learner.policySpec());
      assertThat(read.parameters()).isEqualTo(values);
      float[] state = new float[STATE];
      fill(state, RandomStream.of(1, "state"));
      for (RandomStream noise : Arrays.asList(null, RandomStream.of(2, "noise"))) {
        float[] action = new float[ACTION];
        read.createPolicy(MatrixBackend.EJML, noise).act(state, action);
        for (float component : action) {
          assertThat(component).isBetween(-1f, 1f);
        }
      }
      // It explores with noise, and acts deterministically without.
      assertThat(act(read, null, state)).isEqualTo(act(read, null, state));
      assertThat(act(read, RandomStream.of(2, "noise"), state))
          .isNotEqualTo(act(read, null, state));
    }
  }

  /** The reward is minus the squared distance from one action; each episode has one step. */
  @ParameterizedTest
  @MethodSource("names")
  void learnsTheBestAction(String name) {
    float[] best = {0.9f, -0.9f, 0.9f};
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      Learner learner = learner(name, workers, 0);
      RandomStream random = RandomStream.of(3, "experience");
      TransitionBatch batch = batch(name);
      Arrays.fill(batch.discounts, 0);
      Policy explorer =
          learner.isOnPolicy()
              ? new NetworkPolicy(MatrixBackend.EJML, learner.policySpec(), random)
              : new UniformPolicy(random);
      double before = distance(learner, best);
      for (int update = 0; update < (learner.isOnPolicy() ? 30 : 1500); update++) {
        if (explorer instanceof NetworkPolicy acting) {
          acting.set(update, parameters(learner));
        }
        fillExperience(batch, explorer, best, random);
        learner.update(batch);
      }
      assertThat(distance(learner, best)).isLessThan(0.9 * before);
    }
  }

  private static void fillExperience(
      TransitionBatch batch, Policy explorer, float[] best, RandomStream random) {
    fill(batch.states, random);
    fill(batch.nextStates, random);
    float[] action = new float[ACTION];
    for (int row = 0; row < batch.size; row++) {
      explorer.act(Arrays.copyOfRange(batch.states, row * STATE, (row + 1) * STATE), action);
      System.arraycopy(action, 0, batch.actions, row * ACTION, ACTION);
      batch.rewards[row] = -distance(action, best);
    }
  }

  /** Mean distance of the policy's deterministic actions from the best one. */
  private static double distance(Learner learner, float[] best) {
    NetworkPolicy policy = new NetworkPolicy(MatrixBackend.EJML, learner.policySpec(), null);
    policy.set(1, parameters(learner));
    RandomStream random = RandomStream.of(4, "states");
    float[] state = new float[STATE];
    float[] action = new float[ACTION];
    double sum = 0;
    for (int i = 0; i < 100; i++) {
      fill(state, random);
      policy.act(state, action);
      sum += distance(action, best);
    }
    return sum / 100;
  }

  private static float distance(float[] action, float[] best) {
    float sum = 0;
    for (int i = 0; i < ACTION; i++) {
      sum += (action[i] - best[i]) * (action[i] - best[i]);
    }
    return sum;
  }

  private static float[] parameters(Learner learner) {
    float[] values = new float[learner.policySpec().parameters()];
    learner.copyActingPolicy(values);
    return values;
  }

  private static float[] act(StoredPolicy policy, @Nullable RandomStream noise, float[] state) {
    float[] action = new float[ACTION];
    policy.createPolicy(MatrixBackend.EJML, noise).act(state, action);
    return action;
  }

  private static void update(Learner learner, String name, int updates) {
    TransitionBatch batch = batch(name);
    for (int i = 0; i < updates; i++) {
      learner.update(batch);
    }
  }

  private static byte[] saveToBytes(Learner learner) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    learner.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Learner learner(String name, TwoThreadExecutor workers, long seed) {
    return SmallLearnerSettings.settings(name)
        .create(
            new LearnerContext(
                new EnvironmentSpec("test", STATE, ACTION, 1, 1, null),
                MatrixBackend.fastest(),
                workers,
                seed));
  }

  private static TransitionBatch batch(String name) {
    RandomStream random = RandomStream.of(5, "batch");
    int size = SmallLearnerSettings.settings(name).batchSize();
    TransitionBatch batch = new TransitionBatch(size, STATE, ACTION);
    fill(batch.states, random);
    fill(batch.nextStates, random);
    fill(batch.actions, random);
    fill(batch.rewards, random);
    Arrays.fill(batch.discounts, 1);
    return batch;
  }

  private static void fill(float[] values, RandomStream random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextUniform(-1, 1);
    }
  }
}
