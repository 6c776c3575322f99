package minitaur.sim.mocap;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;

/**
 * TCP server that tracks the connected clients and serves each on its own thread. Frames are sent
 * over the connection, or to a UDP port that the client requests.
 */
final class TcpStreamServer implements Closeable {
  /** Protocol handler for one client. */
  interface ClientHandler {
    /**
     * Serves a client until it disconnects; the connection is closed afterward.
     *
     * @throws IOException if the client disconnected
     */
    void serve(Client client) throws IOException;
  }

  /** One connection. */
  static final class Client {
    private final Socket socket;
    private volatile boolean streaming;
    private volatile @Nullable SocketAddress udpAddress;

    private Client(Socket socket) {
      this.socket = socket;
    }

    InputStream input() throws IOException {
      return socket.getInputStream();
    }

    synchronized void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    /** Sets whether the client receives frames. */
    void setStreaming(boolean enabled) {
      streaming = enabled;
    }

    /**
     * Sets the UDP port on the client's host to which frames are sent; 0 for the TCP connection.
     */
    void setUdpPort(int port) {
      udpAddress =
          port >= 1 && port <= 65_535 ? new InetSocketAddress(socket.getInetAddress(), port) : null;
    }

    private void close() {
      try {
        socket.close();
      } catch (IOException alreadyClosed) {
        // Already closed.
      }
    }
  }

  private static final long MAX_CLOSE_NANOS = 2_000_000_000L;
  private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

  private final ServerSocket listener = new ServerSocket();
  private final DatagramSocket datagramSocket =
      new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final ClientHandler handler;
  private final String threadName;
  private final List<Client> clients = new CopyOnWriteArrayList<>();
  private final Agent acceptor;

  /**
   * @param port TCP port; 0 for any free port
   */
  TcpStreamServer(int port, String threadName, ClientHandler handler) throws IOException {
    this.handler = handler;
    this.threadName = threadName;
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    acceptor = start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Connects to a listening client and serves it like an accepted one. */
  void connect(InetAddress address, int port) {
    start(Agent.once(() -> connectNow(new InetSocketAddress(address, port))));
  }

  private void connectNow(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, CONNECT_TIMEOUT_MILLIS);
      register(socket);
    } catch (IOException notThere) {
      socket.close();
    }
  }

  /**
   * Sends the messages of a frame to every streaming client.
   *
   * @param messages messages, each at most {@code datagramBytes} long
   * @param datagramBytes max payload of a datagram
   */
  void broadcast(List<byte[]> messages, int datagramBytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    messages.forEach(all::writeBytes);
    byte[] bytes = all.toByteArray();
    for (Client client : clients) {
      SocketAddress to = client.udpAddress;
      if (to == null) {
        send(client, bytes);
      } else if (client.streaming) {
        send(to, messages, datagramBytes);
      }
    }
  }

  private void send(SocketAddress to, List<byte[]> messages, int datagramBytes) {
    ByteArrayOutputStream datagram = new ByteArrayOutputStream();
    for (int i = 0; i < messages.size(); i++) {
      datagram.writeBytes(messages.get(i));
      boolean last = i == messages.size() - 1;
      if (last || datagram.size() + messages.get(i + 1).length > datagramBytes) {
        byte[] bytes = datagram.toByteArray();
        datagram.reset();
        try {
          datagramSocket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException lost) {
          // Datagrams may be lost.
        }
      }
    }
  }

  /** Sends a frame's bytes to every streaming client. */
  void broadcast(byte[] bytes) {
    clients.forEach(client -> send(client, bytes));
  }

  private static void send(Client client, byte[] bytes) {
    if (client.streaming) {
      try {
        client.write(bytes);
      } catch (IOException disconnected) {
        // Closing the connection wakes the client's thread, which removes the client.
        client.close();
      }
    }
  }

  /**
   * Disconnects all clients and waits for the accepting thread, so that the port is free afterward.
   */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException alreadyClosed) {
      // Already closed.
    }
    acceptor.close(MAX_CLOSE_NANOS);
    clients.forEach(Client::close);
    datagramSocket.close();
  }

  private long accept() {
    try {
      register(listener.accept());
      return 0;
    } catch (IOException closed) {
      return Agent.DONE;
    }
  }

  private void register(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    Client client = new Client(socket);
    clients.add(client);
    if (listener.isClosed()) {
      client.close();
    }
    start(Agent.once(() -> serve(client)));
  }

  private void serve(Client client) {
    try {
      handler.serve(client);
    } catch (IOException disconnected) {
      // The client disconnected, or the server is closing.
    } finally {
      client.close();
      clients.remove(client);
    }
  }

  private Agent start(Agent.Duty duty) {
    Agent agent = new Agent(threadName, duty);
    agent.start();
    return agent;
  }
}
