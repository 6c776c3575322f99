package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.hal.random.RandomStream;

/**
 * Supplies the policy of each training episode: uniform random actions during warm-up, then the
 * learner's newest policy, which may be refreshed during the episode.
 */
final class BehaviorPolicies implements Supplier<Policy> {
  private final int randomSteps;
  private final int policySteps;
  private final Supplier<PolicyParameters> newest;
  private final Consumer<? super PolicyParameters> onFetch;
  private final RandomStream uniformStream;
  private final RandomStream noiseStream;
  private final UniformPolicy uniform;
  private final LearnedPolicy learned;
  private final AtomicLong steps = new AtomicLong();
  private long actingId;

  /**
   * @param randomSteps environment steps with uniform random actions, rounded up to whole episodes
   *     unless the caller checks {@link #isWarmUpOver}
   * @param policySteps environment steps after which the newest policy replaces the acting one; 0:
   *     only at the next episode
   * @param newest supplies the learner's newest policy
   * @param onFetch receives each policy that acts from the start of an episode
   */
  BehaviorPolicies(
      MatrixBackend backend,
      PolicySpec spec,
      long seed,
      int randomSteps,
      int policySteps,
      Supplier<PolicyParameters> newest,
      Consumer<? super PolicyParameters> onFetch) {
    this.onFetch = onFetch;
    this.randomSteps = randomSteps;
    this.policySteps = policySteps;
    this.newest = newest;
    uniformStream = PolicyStreams.uniform(seed);
    noiseStream = PolicyStreams.noise(seed);
    uniform = new UniformPolicy(uniformStream);
    learned = new LearnedPolicy(new NetworkPolicy(backend, spec, noiseStream));
  }

  /** The learner's policy with exploration noise. */
  private final class LearnedPolicy implements Policy {
    private final NetworkPolicy policy;
    private long fetchStep;

    LearnedPolicy(NetworkPolicy policy) {
      this.policy = policy;
    }

    void set(PolicyParameters parameters) {
      policy.set(parameters.id(), parameters.values());
      fetchStep = steps.get();
    }

    @Override
    public boolean refresh() {
      if (policySteps == 0 || steps.get() - fetchStep < policySteps) {
        return false;
      }
      PolicyParameters parameters = newest.get();
      if (parameters.id() == policy.id()) {
        return false;
      }
      set(parameters);
      return true;
    }

    @Override
    public long id() {
      return policy.id();
    }

    @Override
    public void act(float[] state, float[] action) {
      policy.act(state, action);
    }
  }

  /** The policy of the next episode. */
  @Override
  public Policy get() {
    if (steps.get() < randomSteps) {
      actingId = uniform.id();
      return uniform;
    }
    PolicyParameters parameters = newest.get();
    onFetch.accept(parameters);
    learned.set(parameters);
    actingId = parameters.id();
    return learned;
  }

  /** Whether the warm-up has ended since {@code acting} was fetched for it. */
  boolean isWarmUpOver(Policy acting) {
    return acting == uniform && steps.get() >= randomSteps;
  }

  /** Id of the policy that was fetched for the episode. */
  long actingId() {
    return actingId;
  }

  /** Counts an environment step. */
  void countStep() {
    steps.incrementAndGet();
  }

  /** Environment steps taken. Thread-safe. */
  long steps() {
    return steps.get();
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(steps.get());
    uniformStream.save(out);
    noiseStream.save(out);
  }

  void restore(DataInput in) throws IOException {
    steps.set(in.readLong());
    uniformStream.restore(in);
    noiseStream.restore(in);
  }
}
