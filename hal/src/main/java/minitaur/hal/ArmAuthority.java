package minitaur.hal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Issues the {@link ArmPermit}s of one robot. Only the newest permit counts: issuing another one
 * revokes it, and so does a fault. Any thread.
 */
public final class ArmAuthority {
  private final AtomicReference<@Nullable ArmPermit> current = new AtomicReference<>();

  /** Issues a permit. To be called only when the operator has confirmed that the robot may move. */
  public ArmPermit issue() {
    ArmPermit next = new ArmPermit();
    ArmPermit previous = current.getAndSet(next);
    if (previous != null) {
      previous.revoke("replaced by a newer confirmation of the operator");
    }
    return next;
  }

  /** The newest permit, in whatever state; null when none was ever issued. */
  public @Nullable ArmPermit current() {
    return current.get();
  }

  /**
   * Uses a permit up.
   *
   * @return whether torque may be enabled: the permit is this authority's newest, was not used and
   *     not revoked
   */
  public boolean redeem(ArmPermit permit) {
    return permit == current.get() && permit.use();
  }

  /** Revokes the newest permit, if there is one: torque needs a new confirmation. */
  public void revoke(String reason) {
    ArmPermit permit = current.get();
    if (permit != null) {
      permit.revoke(reason);
    }
  }
}
