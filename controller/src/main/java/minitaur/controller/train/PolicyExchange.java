package minitaur.controller.train;

import java.util.function.Supplier;
import minitaur.hal.loop.Latest;

/**
 * The newest policy on its way from the learner's thread to the one that acts. Neither waits; but
 * for a few bytes a fetch nothing is allocated, however often the learner publishes.
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
   * @param first what is fetched until something is published
   */
  PolicyExchange(PolicyParameters first) {
    latest = new Latest<>(() -> new Slot(first));
  }

  /** Hands over a newer policy. Learner's thread only. */
  @Override
  public void publish(NewPolicy policy) {
    Slot slot = latest.slot();
    slot.id = policy.id();
    policy.copyTo(slot.values);
    latest.publish();
  }

  /** The newest policy; its values hold until the next is fetched. Acting thread only. */
  @Override
  public PolicyParameters get() {
    latest.poll();
    Slot slot = latest.value();
    return new PolicyParameters(slot.id, slot.values);
  }
}
