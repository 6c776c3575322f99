package minitaur.hal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Issues the {@link ArmPermit}s of one robot. Only the newest permit is valid: issuing another one
 * revokes it, as does a fault. Thread-safe.
 */
public final class ArmAuthority {
  private final AtomicReference<@Nullable ArmPermit> current = new AtomicReference<>();

  /** Issues a permit. Call only after the operator has confirmed that the robot may move. */
  public ArmPermit issue() {
    ArmPermit next = new ArmPermit();
    ArmPermit previous = current.getAndSet(next);
    if (previous != null) {
      previous.revoke("replaced by a newer confirmation of the operator");
    }
    return next;
  }

  /** The newest permit, valid or not; null if none was issued. */
  public @Nullable ArmPermit current() {
    return current.get();
  }

  /**
   * Consumes a permit.
   *
   * @return whether torque may be enabled: the permit is this authority's newest and was neither
   *     used nor revoked
   */
  public boolean redeem(ArmPermit permit) {
    return permit == current.get() && permit.use();
  }

  /** Revokes the newest permit, if any. Enabling torque then requires a new confirmation. */
  public void revoke(String reason) {
    ArmPermit permit = current.get();
    if (permit != null) {
      permit.revoke(reason);
    }
  }
}
