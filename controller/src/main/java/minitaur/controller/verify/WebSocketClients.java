package minitaur.controller.verify;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import minitaur.hal.loop.Agent;

/**
 * Page clients without a browser, each with a WebSocket connection (RFC 6455) to the server. One
 * thread reads for all clients and discards the data, except for stalled clients, which never read.
 */
final class WebSocketClients implements AutoCloseable {
  /** Small, so that the server notices a stalled client quickly. */
  private static final int RECEIVE_BYTES = 4096;

  /** The client's part of the handshake, with the server's port. */
  static final String HANDSHAKE =
      """
      GET /live HTTP/1.1\r
      Host: 127.0.0.1:%1$d\r
      Origin: http://127.0.0.1:%1$d\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
      \r
      """;

  private final List<SocketChannel> channels = new ArrayList<>();
  private final Selector selector = Selector.open();
  private final Agent reader = new Agent("bench-clients", this::read);
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(65_536);
  private final AtomicLong bytesRead = new AtomicLong();

  /**
   * Connects the clients.
   *
   * @param count number of clients
   * @param stalled how many of them never read
   */
  WebSocketClients(int port, int count, int stalled) throws IOException {
    try {
      for (int i = 0; i < count; i++) {
        SocketChannel channel = connect(port);
        channels.add(channel);
        if (i >= stalled) {
          channel.configureBlocking(false);
          channel.register(selector, SelectionKey.OP_READ);
        }
      }
    } catch (IOException e) {
      closeChannels();
      throw e;
    }
    reader.start();
  }

  private static SocketChannel connect(int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    write(channel, HANDSHAKE.formatted(port).getBytes(StandardCharsets.US_ASCII));
    skipHandshake(channel.socket().getInputStream());
    write(channel, masked("{}"));
    return channel;
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void skipHandshake(InputStream in) throws IOException {
    StringBuilder response = new StringBuilder();
    while (response.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the server rejected a client");
      }
      response.append((char) next);
    }
  }

  /** Encodes a client's text message as one final frame with a masking key of 0. */
  static byte[] masked(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(6 + bytes.length);
    frame.put((byte) 0x81).put((byte) (0x80 | bytes.length)).putInt(0).put(bytes);
    return frame.array();
  }

  private long read() throws IOException {
    selector.select(
        key -> {
          scratch.clear();
          try {
            bytesRead.addAndGet(Math.max(0, ((SocketChannel) key.channel()).read(scratch)));
          } catch (IOException e) {
            key.cancel(); // Closed by the server.
          }
        });
    return 0;
  }

  /** Number of bytes received by all clients. */
  long bytesRead() {
    return bytesRead.get();
  }

  @Override
  public void close() throws IOException {
    reader.requestClose();
    selector.wakeup();
    reader.close();
    closeChannels();
  }

  private void closeChannels() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }
}
