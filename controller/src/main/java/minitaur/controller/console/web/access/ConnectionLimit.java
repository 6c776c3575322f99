package minitaur.controller.console.web.access;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Limits the number of connections that have not sent the token. New connections are always
 * accepted, because one may be the operator's; the oldest connection without the token is closed
 * instead. Thread-safe.
 */
public final class ConnectionLimit implements Connection.Listener {
  /** Maximum number of connections that wait to be accepted. */
  private static final int ACCEPT_QUEUE = 2048;

  private final int max;
  private final Set<Connection> untrusted = new LinkedHashSet<>();

  /**
   * A limit.
   *
   * @param max maximum number of connections without the token
   */
  public ConnectionLimit(int max) {
    this.max = max;
  }

  /**
   * Applies this limit to a connector and enlarges its accept queue. With Java's default of 50
   * pending connections, the system drops the operator's connection during a flood, and the browser
   * retries only after a second.
   */
  public void applyTo(ServerConnector connector) {
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.addBean(this);
  }

  @Override
  public void onOpened(Connection connection) {
    Connection evicted = null;
    synchronized (untrusted) {
      untrusted.add(connection);
      if (untrusted.size() > max) {
        Iterator<Connection> oldest = untrusted.iterator();
        evicted = oldest.next();
        oldest.remove();
      }
    }
    if (evicted != null) {
      evicted.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    synchronized (untrusted) {
      untrusted.remove(connection);
    }
  }

  /** Exempts a connection from the limit after a request with the token. */
  void trust(Connection connection) {
    onClosed(connection);
  }
}
