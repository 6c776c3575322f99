package minitaur.hal.mocap.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import minitaur.hal.mocap.wire.StreamDecoder;

/** A TCP connection to a server that reports network failures with a remedy. */
final class TcpStream implements Closeable {
  private static final int CONNECT_TIMEOUT_MILLIS = 1000;
  private static final int READ_TIMEOUT_MILLIS = 50;

  private final Socket socket;
  private final InputStream input;
  private final byte[] chunk = new byte[16 * 1024];
  private final MocapConfig config;

  TcpStream(MocapConfig config) throws IOException {
    this.config = config;
    socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(resolve(config.host()), config.port()), CONNECT_TIMEOUT_MILLIS);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      input = socket.getInputStream();
    } catch (IOException e) {
      socket.close();
      throw explainFailure(config, e);
    }
  }

  /** Resolves a host name. */
  static InetAddress resolve(String host) throws MocapException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new MocapException(
          MocapProblem.UNKNOWN_HOST,
          "cannot resolve the host name '%s'; check the name, or use the IP address",
          host);
    }
  }

  /**
   * Passes arrived bytes to a decoder, which then reports whether they are valid.
   *
   * @return whether bytes arrived before the timeout
   */
  boolean read(StreamDecoder decoder) throws IOException {
    int count;
    try {
      count = input.read(chunk);
    } catch (SocketTimeoutException timeout) {
      return false;
    }
    if (count < 0) {
      throw new MocapException(
          MocapProblem.LOST, "the %s closed the connection; reconnecting", config.describeServer());
    }
    decoder.feed(chunk, 0, count);
    return true;
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException ignored) {
      // The socket is already closed.
    }
  }

  /** Converts a failure to connect into an exception that states cause and remedy. */
  static IOException explainFailure(MocapConfig config, IOException e) {
    String server = config.describeServer();
    if (e instanceof MocapException) {
      return e;
    }
    if (e instanceof NoRouteToHostException
        || e instanceof SocketTimeoutException
        || String.valueOf(e.getMessage()).contains("unreachable")) {
      return new MocapException(
          MocapProblem.NO_ROUTE,
          "no response from %s; check that the computer is on, the address, the network cable"
              + " and its firewall (TCP port %d)",
          server,
          config.port());
    }
    if (e instanceof ConnectException) {
      return new MocapException(
          MocapProblem.REFUSED,
          "%s refuses the connection; start the server there with its %s output on, and check the"
              + " port (default %d)",
          server,
          config.source().title(),
          config.source().port());
    }
    return new MocapException(
        MocapProblem.LOST, "cannot connect to %s: %s", server, e.getMessage());
  }
}
