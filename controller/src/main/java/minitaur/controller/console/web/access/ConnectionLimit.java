package minitaur.controller.console.web.access;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Bounds the connections that have not shown the token. A new connection is never refused, since it
 * may be the operator's: the oldest of the others is closed. Any thread.
 */
public final class ConnectionLimit implements Connection.Listener {
  /** Connections that the system may hold before the server has accepted them. */
  private static final int ACCEPT_QUEUE = 2048;

  private final int max;
  private final Set<Connection> untrusted = new LinkedHashSet<>();

  /**
   * A limit.
   *
   * @param max connections without the token
   */
  public ConnectionLimit(int max) {
    this.max = max;
  }

  /**
   * Applies this limit to a connector. With Java's default of 50 connections that wait to be
   * accepted, a flood lets the system drop the operator's, which is then repeated after a second.
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

  /** A request on {@code connection} has shown the token. */
  void trust(Connection connection) {
    onClosed(connection);
  }

  /** Open connections that have not shown the token. */
  int untrusted() {
    synchronized (untrusted) {
      return untrusted.size();
    }
  }
}
