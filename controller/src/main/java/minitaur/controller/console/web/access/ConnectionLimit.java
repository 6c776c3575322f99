package minitaur.controller.console.web.access;

import java.net.SocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of connections that have not sent the token. New connections are always
 * accepted, because one may be the operator's; the oldest connection without the token is closed
 * instead. Thread-safe.
 */
public final class ConnectionLimit implements Connection.Listener {
  /** Maximum number of connections without the token. */
  private static final int MAX_CONNECTIONS = 512;

  /** Maximum number of connections that wait to be accepted. */
  private static final int ACCEPT_QUEUE = 2048;

  /** Open connections without the token and the addresses of their clients, oldest first. */
  private final Map<Connection, @Nullable SocketAddress> untrusted = new LinkedHashMap<>();

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
    EndPoint endPoint = connection.getEndPoint();
    if (endPoint instanceof EndPoint.Wrapper) {
      return; // The TLS connection below it counts.
    }
    Connection evicted = null;
    synchronized (untrusted) {
      untrusted.put(connection, endPoint.getRemoteSocketAddress());
      if (untrusted.size() > MAX_CONNECTIONS) {
        Iterator<Connection> oldest = untrusted.keySet().iterator();
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

  /**
   * Exempts a connection from the limit after the token was received on it.
   *
   * @param client address and port of its client, which also identify a connection that TLS or
   *     WebSocket wraps
   */
  public void trust(SocketAddress client) {
    synchronized (untrusted) {
      untrusted.values().removeIf(client::equals);
    }
  }
}
