package minitaur.controller.console.web;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * One page that watches. At most one message is on its way to it; while that is not through, it
 * gets no other, and what it has missed of the robot's motion is lost. What must not be lost (the
 * view, events, episodes) is counted by {@link Seen} and comes with the next message.
 */
final class Watcher {
  private final Session session;
  private final AtomicBoolean sending = new AtomicBoolean();
  private final AtomicLong dropped = new AtomicLong();

  /** What the page has been sent; the broadcasting thread's own. */
  Seen seen = Seen.NOTHING;

  /** When it was sent something last; the broadcasting thread's own. */
  long sentNanos;

  /**
   * What a page has been sent.
   *
   * @param live number of the newest control step
   * @param view version of the operator's view
   * @param event number of the newest event
   * @param episodes how many ended episodes
   * @param evaluations how many evaluations
   * @param learning how many points of the learner's curve; 0 when none were
   * @param terrain number of the newest terrain; 0 when none was
   */
  record Seen(
      long live,
      long view,
      long event,
      long episodes,
      long evaluations,
      long learning,
      long terrain) {
    static final Seen NOTHING = new Seen(0, Long.MIN_VALUE, 0, 0, 0, 0, 0);
  }

  Watcher(Session session) {
    this.session = session;
  }

  /** Whether a message can be sent now; counts a loss when not. */
  boolean isReady() {
    if (sending.get()) {
      dropped.incrementAndGet();
      return false;
    }
    return true;
  }

  boolean isOpen() {
    return session.isOpen();
  }

  /** Hands a message to the network and returns at once. Only while {@link #isReady}. */
  void send(String message) {
    sending.set(true);
    session.sendText(message, Callback.from(() -> sending.set(false), failure -> disconnect()));
  }

  /** Messages that the page has lost by being slow. */
  long dropped() {
    return dropped.get();
  }

  void disconnect() {
    session.disconnect();
  }
}
