package minitaur.controller.train;

import java.util.function.Supplier;
import minitaur.hal.loop.Latest;

/**
 * Passes the newest policy from the learner's thread to the acting thread. Neither thread blocks.
 * Publishing does not allocate; fetching allocates only a few bytes.
 */
final class PolicyExchange implements Supplier<PolicyParameters>, PolicyOutlet {
  private final Latest<Slot> latest;

  private static final class Slot {
    private long id;
    private final float[] values;

    private Slot(PolicyParameters first) {
      id = first.id();
      values = first.values().clone();
    }
  }

  /**
   * @param first returned until a policy is published
   */
  PolicyExchange(PolicyParameters first) {
    latest = new Latest<>(() -> new Slot(first));
  }

  /** Publishes a newer policy. Learner's thread only. */
  @Override
  public void publish(NewPolicy policy) {
    Slot slot = latest.slot();
    slot.id = policy.id();
    policy.copyTo(slot.values);
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
