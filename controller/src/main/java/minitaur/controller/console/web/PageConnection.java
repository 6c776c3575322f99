package minitaur.controller.console.web;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * A connected page. At most one message to it is in flight; until it is sent, further messages are
 * dropped, so that a slow page loses samples of the motion. Data that must not be lost (view,
 * events, episodes) is tracked by {@link SentState} and sent with the next message.
 */
final class PageConnection {
  private final Session session;
  private final AtomicBoolean sending = new AtomicBoolean();
  private final AtomicLong dropped = new AtomicLong();

  /** Data that the page has been sent; used only by the broadcasting thread. */
  SentState sentState = SentState.NONE;

  /** Time of the last message; used only by the broadcasting thread. */
  long sentNanos;

  /**
   * Data that a page has been sent.
   *
   * @param live number of the newest control step
   * @param view version of the operator's view
   * @param event number of the newest event
   * @param episodes number of finished episodes
   * @param evaluations number of evaluations
   * @param learning generation of the learner's curves; 0 for none
   * @param terrain number of the newest terrain; 0 for none
   */
  record SentState(
      long live,
      long view,
      long event,
      long episodes,
      long evaluations,
      long learning,
      long terrain) {
    static final SentState NONE = new SentState(0, Long.MIN_VALUE, 0, 0, 0, 0, 0);
  }

  PageConnection(Session session) {
    this.session = session;
  }

  /** Whether a message can be sent now; otherwise counts it as dropped. */
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

  /** Sends a message without blocking. Call only if {@link #isReady}. */
  void send(String message) {
    sending.set(true);
    session.sendText(message, Callback.from(() -> sending.set(false), failure -> disconnect()));
  }

  /** Number of messages dropped because the page was slow. */
  long dropped() {
    return dropped.get();
  }

  void disconnect() {
    session.disconnect();
  }
}
