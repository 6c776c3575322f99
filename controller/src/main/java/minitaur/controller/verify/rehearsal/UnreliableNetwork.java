package minitaur.controller.verify.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import minitaur.hal.Clock;
import minitaur.hal.loop.Agent;
import minitaur.hal.random.RandomStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A proxy between collectors and trainer with a variable network condition. */
final class UnreliableNetwork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnreliableNetwork.class);
  private static final int CHUNK_BYTES = 4096;
  private static final long MAX_DELAY_NANOS = 300_000_000L;
  private static final long SILENCE_POLL_NANOS = 5_000_000L;

  enum Condition {
    /** All bytes are forwarded. */
    GOOD,
    /** Connections are closed and new ones rejected. */
    CUT,
    /** Connections stay open, but no bytes are forwarded. */
    SILENT,
    /** Each chunk is delayed by up to 0.3 s. */
    SLOW,
    /** Half of the chunks have a flipped bit. */
    NOISY
  }

  private final ServerSocket server;
  private final int trainerPort;
  private final RandomStream random;
  private final Clock clock;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Condition condition = Condition.GOOD;
  private final Agent agent = new Agent("network", this::accept);

  UnreliableNetwork(int trainerPort, RandomStream random, Clock clock) throws IOException {
    this.trainerPort = trainerPort;
    this.random = random;
    this.clock = clock;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    agent.start();
  }

  /** Port for collectors. */
  int port() {
    return server.getLocalPort();
  }

  void set(Condition next) {
    condition = next;
    if (next == Condition.CUT) {
      sockets.forEach(UnreliableNetwork::closeQuietly);
    }
  }

  private long accept() {
    try {
      Socket client = server.accept();
      if (condition == Condition.CUT) {
        closeQuietly(client);
      } else {
        connect(client);
      }
    } catch (IOException e) {
      LOG.debug("A connection failed.", e);
    }
    return 0;
  }

  private void connect(Socket client) {
    Socket upstream = new Socket();
    try {
      upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), trainerPort), 1000);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
    } catch (IOException e) {
      closeQuietly(client);
      closeQuietly(upstream);
      return;
    }
    sockets.add(client);
    sockets.add(upstream);
    new Agent("network-up", Agent.once(() -> forward(client, upstream))).start();
    new Agent("network-down", Agent.once(() -> forward(upstream, client))).start();
  }

  private void forward(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        degrade(chunk, length);
        out.write(chunk, 0, length);
      }
    } catch (IOException e) {
      LOG.debug("A connection ended.", e);
    } finally {
      closeQuietly(from);
      closeQuietly(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void degrade(byte[] chunk, int length) {
    switch (condition) {
      case GOOD, CUT -> {}
      case SILENT -> {
        while (condition == Condition.SILENT && !agent.isClosing()) {
          clock.waitUntil(clock.nanos() + SILENCE_POLL_NANOS);
        }
      }
      case SLOW -> clock.waitUntil(clock.nanos() + (long) (uniform() * MAX_DELAY_NANOS));
      case NOISY -> {
        if (uniform() < 0.5) {
          int bit = (int) (uniform() * 8 * length);
          chunk[bit / 8] ^= (byte) (1 << (bit % 8));
        }
      }
    }
  }

  private double uniform() {
    synchronized (random) {
      return random.nextDouble();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("A connection could not be closed.", e);
    }
  }

  @Override
  public void close() throws IOException {
    agent.requestClose();
    server.close();
    sockets.forEach(UnreliableNetwork::closeQuietly);
  }
}
