package minitaur.hal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The operator's permission to enable torque once. It is issued by the {@link ArmAuthority} of a
 * robot when the operator confirms that the robot may move, is consumed when the robot is armed,
 * and is revoked by any fault before or after that. A used or revoked permit never enables torque
 * again, so no program can re-arm a robot by repeated requests.
 *
 * <p>Thread-safe.
 */
public final class ArmPermit {
  private enum State {
    VALID,
    USED,
    ENDED,
    REVOKED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.VALID);
  private volatile String reason = "";

  ArmPermit() {}

  /** Whether the permit can still be used. */
  public boolean isValid() {
    return state.get() == State.VALID;
  }

  /** The fault or failed check that revoked the permit; null if it was not revoked. */
  public @Nullable String revocationReason() {
    return state.get() == State.REVOKED ? reason : null;
  }

  /** Why the permit can no longer enable torque; null while it is valid or in use. */
  public @Nullable String endReason() {
    State current = state.get();
    return current == State.VALID || current == State.USED ? null : reason;
  }

  /**
   * Ends the permit, used or not, because of a fault or a failed check. Later calls have no effect.
   */
  public void revoke(String cause) {
    end(State.REVOKED, cause);
  }

  /**
   * Ends the permit because the permitted motion was ended on purpose. Later calls have no effect.
   */
  public void end(String cause) {
    end(State.ENDED, cause);
  }

  private synchronized void end(State endState, String cause) {
    if (endReason() == null) {
      reason = cause;
      state.set(endState);
    }
  }

  boolean use() {
    return state.compareAndSet(State.VALID, State.USED);
  }
}
