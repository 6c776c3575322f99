package minitaur.sim.mocap;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens on a TCP port and keeps the clients that come; each is served by a thread of its own. */
final class TcpClients implements Closeable {
  /** What a server does with a client. */
  interface Service {
    /**
     * Talks with a client until it leaves; the connection is closed afterwards.
     *
     * @throws IOException when it has left
     */
    void serve(Client client) throws IOException;
  }

  /** One connection. */
  static final class Client {
    private final Socket socket;
    private volatile boolean streaming;

    private Client(Socket socket) {
      this.socket = socket;
    }

    InputStream input() throws IOException {
      return socket.getInputStream();
    }

    synchronized void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    /** From now on the client gets frames. */
    void stream(boolean on) {
      streaming = on;
    }

    private void close() {
      try {
        socket.close();
      } catch (IOException alreadyGone) {
        // Nothing is left to be closed.
      }
    }
  }

  private static final long LONGEST_CLOSE_MILLIS = 2_000;

  private final ServerSocket listener = new ServerSocket();
  private final Service service;
  private final String threadName;
  private final List<Client> clients = new CopyOnWriteArrayList<>();
  private final Thread acceptor;

  /**
   * @param port 0 for any that is free
   */
  TcpClients(int port, String threadName, Service service) throws IOException {
    this.service = service;
    this.threadName = threadName;
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    acceptor = start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Sends a frame's bytes to every client that asked for frames. */
  void broadcast(byte[] bytes) {
    for (Client client : clients) {
      if (client.streaming) {
        try {
          client.write(bytes);
        } catch (IOException gone) {
          // Closing wakes the client's thread, which removes it.
          client.close();
        }
      }
    }
  }

  /**
   * Lets everybody go. The port is free afterwards: it is taken for as long as a thread accepts.
   */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException alreadyGone) {
      // Nothing is left to be closed.
    }
    try {
      acceptor.join(LONGEST_CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.forEach(Client::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        Client client = new Client(socket);
        clients.add(client);
        start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Client client) {
    try {
      service.serve(client);
    } catch (IOException gone) {
      // The client left, or the server closes.
    } finally {
      client.close();
      clients.remove(client);
    }
  }

  private Thread start(Runnable work) {
    Thread thread = new Thread(work, threadName);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
