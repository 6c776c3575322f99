package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.learn.policy.SquashedGaussianPolicy;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.hal.random.RandomStream;

/**
 * Who acts in the next training episode: uniform random actions at first, then the learner's newest
 * policy.
 */
final class BehaviourPolicies implements Supplier<Policy> {
  private final int randomSteps;
  private final Supplier<PolicyParameters> newest;
  private final Consumer<? super PolicyParameters> keeper;
  private final RandomStream uniformStream;
  private final RandomStream noiseStream;
  private final UniformPolicy uniform;
  private final SquashedGaussianPolicy learnt;
  private final AtomicLong steps = new AtomicLong();
  private long actingId;

  /**
   * @param randomSteps environment steps with uniform random actions, rounded up to whole episodes
   * @param newest the learner's newest policy
   * @param keeper told of each policy that is going to act
   */
  BehaviourPolicies(
      MatrixBackend backend,
      PolicySpec spec,
      long seed,
      int randomSteps,
      Supplier<PolicyParameters> newest,
      Consumer<? super PolicyParameters> keeper) {
    this.keeper = keeper;
    this.randomSteps = randomSteps;
    this.newest = newest;
    uniformStream = PolicyStreams.uniform(seed);
    noiseStream = PolicyStreams.noise(seed);
    uniform = new UniformPolicy(uniformStream);
    learnt = new SquashedGaussianPolicy(backend, spec, noiseStream);
  }

  /** The policy of the next episode. */
  @Override
  public Policy get() {
    if (steps.get() < randomSteps) {
      actingId = uniform.id();
      return uniform;
    }
    PolicyParameters parameters = newest.get();
    keeper.accept(parameters);
    learnt.set(parameters.id(), parameters.values());
    actingId = parameters.id();
    return learnt;
  }

  /** Which policy was fetched last. */
  long actingId() {
    return actingId;
  }

  /** Counts an environment step. */
  void countStep() {
    steps.incrementAndGet();
  }

  /** Environment steps taken; from any thread. */
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
