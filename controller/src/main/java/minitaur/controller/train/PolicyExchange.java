package minitaur.controller.train;

import java.util.function.Supplier;
import minitaur.hal.loop.TripleBuffer;

/**
 * Passes the newest policy from the learner's thread to the acting thread. Neither thread blocks.
 * Publishing does not allocate; fetching allocates only a few bytes.
 */
final class PolicyExchange implements Supplier<PolicyParameters>, PolicyPublisher {
  private final TripleBuffer<Slot> latest;

  private static final class Slot {
    private long id;
    private final float[] values;

    private Slot(PolicyParameters initial) {
      id = initial.id();
      values = initial.values().clone();
    }
  }

  /**
   * @param initial returned until a policy is published
   */
  PolicyExchange(PolicyParameters initial) {
    latest = new TripleBuffer<>(() -> new Slot(initial));
  }

  /** Publishes a newer policy. Learner's thread only. */
  @Override
  public void publish(NewPolicy policy) {
    Slot slot = latest.slot();
    slot.id = policy.id();
    policy.parameters().accept(slot.values);
    latest.publish();
  }

  /** The newest policy; its values are valid until the next call. Acting thread only. */
  @Override
  public PolicyParameters get() {
    latest.poll();
    Slot slot = latest.value();
    return new PolicyParameters(slot.id, slot.values);
  }
}
