package minitaur.controller.verify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Clients without the token that try to overload the operator's page: open sockets, headers and
 * bodies that never end, floods of commands, and token guesses. Each client reconnects when it is
 * disconnected. One thread drives all of them.
 */
final class AttackingClients implements AutoCloseable {
  private static final long SLOW_SEND_NANOS = 100_000_000;
  private static final String HEAD =
      """
      POST /api/command HTTP/1.1\r
      Host: 127.0.0.1:%1$d\r
      Origin: http://127.0.0.1:%1$d\r
      Content-Type: application/json\r
      Authorization: Bearer wrong-token-%2$d\r
      """;

  /** Behavior of a client. */
  private enum Kind {
    /** Connects and sends nothing. */
    SOCKET(""),
    /** Sends a header byte by byte. */
    SLOW_HEADER(HEAD + "X-Padding: "),
    /** Announces a body and sends it byte by byte. */
    SLOW_BODY(HEAD + "Content-Length: 4000\r\n\r\n"),
    /** Sends commands as fast as the server rejects them. */
    FLOOD(HEAD + "Content-Length: 2\r\n\r\n{}"),
    /** Opens a WebSocket and sends a guessed token after the handshake. */
    GUESS(WebSocketClients.HANDSHAKE);

    private final String start;

    Kind(String start) {
      this.start = start;
    }

    boolean isSlow() {
      return this == SLOW_HEADER || this == SLOW_BODY;
    }
  }

  private final int port;
  private final Selector selector = Selector.open();
  private final Agent agent = new Agent("bench-attack", this::run);
  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(4096);
  private final AtomicLong connections = new AtomicLong();
  private long dripNanos = System.nanoTime() + SLOW_SEND_NANOS;

  private static final class Client {
    final Kind kind;
    @Nullable SocketChannel channel;
    boolean tokenSent;

    Client(Kind kind) {
      this.kind = kind;
    }
  }

  /** Starts {@code count} clients against a page on this computer. */
  AttackingClients(int port, int count) throws IOException {
    this.port = port;
    for (int i = 0; i < count; i++) {
      clients.add(new Client(Kind.values()[i % Kind.values().length]));
    }
    clients.forEach(this::connect);
    agent.start();
  }

  /** Connections made so far. */
  long connections() {
    return connections.get();
  }

  private long run() throws IOException {
    selector.select(this::serve, 10);
    if (System.nanoTime() - dripNanos > 0) {
      dripNanos += SLOW_SEND_NANOS;
      clients.forEach(this::sendSlowly);
    }
    return 0;
  }

  private void connect(Client client) {
    try {
      SocketChannel channel = SocketChannel.open();
      client.channel = channel;
      client.tokenSent = false;
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_CONNECT, client);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      connections.incrementAndGet();
    } catch (IOException e) {
      client.channel = null; // Retried with the next drip.
    }
  }

  private void serve(SelectionKey key) {
    Client client = (Client) key.attachment();
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        write(channel, client.kind.start.formatted(port, connections.get()));
        return;
      }
      readBuffer.clear();
      int read = channel.read(readBuffer);
      if (read < 0 || client.kind == Kind.FLOOD) {
        reconnect(client, channel);
      } else if (client.kind == Kind.GUESS) {
        guess(client, channel);
      }
    } catch (IOException e) {
      reconnect(client, channel);
    }
  }

  /** Sends a guessed token when the WebSocket is open, and reconnects after the answer. */
  private void guess(Client client, SocketChannel channel) throws IOException {
    if (client.tokenSent) {
      reconnect(client, channel);
      return;
    }
    client.tokenSent = true;
    String guess = "{\"token\":\"guess-" + connections.get() + "\"}";
    channel.write(ByteBuffer.wrap(WebSocketClients.masked(guess)));
  }

  private void reconnect(Client client, SocketChannel channel) {
    close(channel);
    connect(client);
  }

  private void sendSlowly(Client client) {
    SocketChannel channel = client.channel;
    if (channel == null) {
      connect(client);
    } else if (client.kind.isSlow() && channel.isConnected()) {
      try {
        write(channel, "x");
      } catch (IOException e) {
        reconnect(client, channel);
      }
    }
  }

  private static void write(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The channel is closed either way.
    }
  }

  @Override
  public void close() throws IOException {
    agent.requestClose();
    selector.wakeup();
    agent.close();
    for (Client client : clients) {
      if (client.channel != null) {
        close(client.channel);
      }
    }
    selector.close();
  }
}
