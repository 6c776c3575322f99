package minitaur.hal.mocap.client;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import minitaur.hal.mocap.wire.NatNetDecoder;
import minitaur.hal.mocap.wire.NatNetListener;
import minitaur.hal.mocap.wire.NatNetMessage;
import minitaur.hal.mocap.wire.NatNetServer;
import org.jspecify.annotations.Nullable;

/**
 * Connection to OptiTrack Motive over UDP. Unicast frames arrive on the command socket. Multicast
 * frames arrive in the server's group, joined on the configured network interface.
 */
final class NatNetConnection extends BodyConnection implements NatNetListener {
  private static final int CONNECT_ATTEMPTS = 4;
  private static final int RECEIVE_TIMEOUT_MILLIS = 20;
  private static final long RESPONSE_TIMEOUT_NANOS = 250_000_000;
  private static final long KEEP_ALIVE_NANOS = 1_000_000_000;
  private static final long ECHO_NANOS = 250_000_000;
  private static final long RETRY_NANOS = 500_000_000;

  /** Known bodies are requested again, because a packet that reports a change may be lost. */
  private static final long REFRESH_NANOS = 5_000_000_000L;

  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  private final DatagramSocket commands;
  private final InetSocketAddress serverAddress;
  private final NatNetDecoder decoder = new NatNetDecoder(this);
  private final DatagramPacket packet =
      new DatagramPacket(new byte[NatNetMessage.MAX_BYTES], NatNetMessage.MAX_BYTES);
  private @Nullable MulticastSocket group;
  private @Nullable NatNetServer server;
  private boolean hasModel;
  private boolean hasResponse;
  private long lastRequestNanos;
  private long retryNanos = RETRY_NANOS;
  private long lastKeepAliveNanos;
  private long lastEchoNanos;

  /**
   * Connects and performs the handshake.
   *
   * @throws IOException when the connection fails; normally a {@link MocapException}
   */
  NatNetConnection(MocapConfig config, PoseReceiver poseReceiver) throws IOException {
    super(config, poseReceiver);
    serverAddress = new InetSocketAddress(TcpStream.resolve(config.host()), config.port());
    commands = new DatagramSocket();
    try {
      commands.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      commands.setSoTimeout(RECEIVE_TIMEOUT_MILLIS);
      handshake();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void handshake() throws IOException {
    for (int i = 0; i < CONNECT_ATTEMPTS && server == null; i++) {
      send(NatNetMessage.CONNECT, connectPayload());
      long deadline = poseReceiver.nanos() + RESPONSE_TIMEOUT_NANOS;
      while (server == null && poseReceiver.nanos() < deadline) {
        receiveFrom(commands);
      }
    }
    NatNetServer serverInfo = server;
    if (serverInfo == null) {
      throw noResponseError();
    }
    if (!serverInfo.isAtLeast(3, 0)) {
      throw new MocapException(
          MocapProblem.WRONG_VERSION,
          "%s uses NatNet %d.%d; this program needs 3.0 or later: update Motive to 2.0 or later",
          config.describeServer(),
          serverInfo.major(),
          serverInfo.minor());
    }
    String interfaceName = config.networkInterface();
    if (interfaceName != null) {
      group = join(serverInfo, interfaceName);
    }
    long now = poseReceiver.nanos();
    lastKeepAliveNanos = now;
    lastEchoNanos = now - ECHO_NANOS;
    requestModel();
  }

  @Override
  public boolean receive() throws IOException {
    // Only frames count: a server also answers requests of clients to which it sends no frames.
    long framesBefore = decoder.frames();
    MulticastSocket groupSocket = group;
    if (groupSocket == null) {
      receiveFrom(commands);
    } else {
      receiveFrom(groupSocket);
      // Responses are rare and frames frequent, so the shortest timeout is enough.
      commands.setSoTimeout(1);
      receiveFrom(commands);
    }
    long now = poseReceiver.nanos();
    boolean isIncomplete = !hasModel || poseReceiver.hasUnknownBody();
    if (now - lastRequestNanos > (isIncomplete ? retryNanos : REFRESH_NANOS)) {
      // A server may send bodies for which it never sends a name.
      retryNanos = isIncomplete ? Math.min(2 * retryNanos, REFRESH_NANOS) : RETRY_NANOS;
      requestModel();
    }
    if (now - lastKeepAliveNanos > KEEP_ALIVE_NANOS) {
      lastKeepAliveNanos = now;
      send(NatNetMessage.KEEP_ALIVE, new byte[0]);
    }
    if (now - lastEchoNanos > ECHO_NANOS) {
      lastEchoNanos = now;
      send(
          NatNetMessage.ECHO_REQUEST,
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(now).array());
    }
    return decoder.frames() > framesBefore;
  }

  @Override
  public @Nullable MocapException explainSilence() {
    NatNetServer serverInfo = server;
    InetAddress otherSender = poseReceiver.otherSender();
    if (otherSender != null) {
      return new MocapException(
          MocapProblem.OTHER_SENDER,
          "%s responds, but the frames come from %s and are ignored; set mocap.host to that"
              + " computer, or stop the other server",
          config.describeServer(),
          otherSender.getHostAddress());
    }
    if (group != null && serverInfo != null) {
      return new MocapException(
          MocapProblem.WRONG_INTERFACE,
          "%s responds, but its frames to group %s:%d do not arrive on interface %s; name the"
              + " interface of the network that the server is on, or set Motive to unicast",
          config.describeServer(),
          serverInfo.group(),
          serverInfo.dataPort(),
          config.networkInterface());
    }
    if (serverInfo != null && serverInfo.multicast()) {
      return new MocapException(
          MocapProblem.SILENT,
          "%s sends its frames to multicast group %s; set Motive's transmission type to unicast"
              + " (streaming settings), or name this computer's network interface",
          config.describeServer(),
          serverInfo.group());
    }
    return null;
  }

  @Override
  public void close() {
    try {
      send(NatNetMessage.DISCONNECT, new byte[0]);
    } catch (IOException ignored) {
      // The server drops a client that no longer sends packets.
    }
    commands.close();
    if (group != null) {
      group.close();
    }
  }

  @Override
  public void onServer(NatNetServer serverInfo) {
    server = serverInfo;
  }

  @Override
  public void onEcho(long stamp, long serverNanos) {
    poseReceiver.addEcho(stamp, poseReceiver.nanos(), serverNanos);
  }

  @Override
  public void onModelChanged() {
    hasModel = false;
    retryNanos = RETRY_NANOS;
  }

  @Override
  public void onModelRead(int bodies) {
    hasModel = bodies > 0;
  }

  @Override
  public void onBody(int id, String name) {
    retryNanos = RETRY_NANOS;
    super.onBody(id, name);
  }

  private void receiveFrom(DatagramSocket socket) throws IOException {
    packet.setLength(NatNetMessage.MAX_BYTES);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException timeout) {
      return;
    }
    if (!packet.getAddress().equals(serverAddress.getAddress())) {
      poseReceiver.onForeignPacket(packet.getAddress());
      return;
    }
    hasResponse = true;
    decoder.decodePacket(packet.getData(), packet.getOffset(), packet.getLength());
  }

  private void requestModel() throws IOException {
    lastRequestNanos = poseReceiver.nanos();
    send(NatNetMessage.REQUEST_MODEL, new byte[0]);
  }

  private void send(int message, byte[] payload) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(NatNetMessage.HEADER_BYTES + payload.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) message).putShort((short) payload.length).put(payload);
    try {
      commands.send(new DatagramPacket(bytes.array(), bytes.capacity(), serverAddress));
    } catch (SocketException e) {
      throw new MocapException(
          MocapProblem.NO_ROUTE,
          "no route to %s (%s); check the address and this computer's network",
          config.describeServer(),
          e.getMessage());
    }
  }

  /**
   * Payload of a connect request: name of the application (256 bytes), its version and the NatNet
   * version (4 bytes each).
   */
  private static byte[] connectPayload() {
    byte[] payload = Arrays.copyOf("minitaur".getBytes(StandardCharsets.US_ASCII), 264);
    payload[260] = 4;
    payload[261] = 1;
    return payload;
  }

  private MulticastSocket join(NatNetServer serverInfo, String interfaceName) throws IOException {
    NetworkInterface networkInterface = NetworkInterface.getByName(interfaceName);
    if (networkInterface == null) {
      throw new MocapException(
          MocapProblem.WRONG_INTERFACE,
          "this computer has no network interface '%s'; it has %s",
          interfaceName,
          String.join(
              ", ", NetworkInterface.networkInterfaces().map(NetworkInterface::getName).toList()));
    }
    MulticastSocket socket = new MulticastSocket(serverInfo.dataPort());
    try {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      socket.setSoTimeout(RECEIVE_TIMEOUT_MILLIS);
      socket.joinGroup(
          new InetSocketAddress(InetAddress.getByName(serverInfo.group()), serverInfo.dataPort()),
          networkInterface);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new MocapException(
          MocapProblem.WRONG_INTERFACE,
          "cannot join multicast group %s on interface %s (%s); name an interface that is up",
          serverInfo.group(),
          interfaceName,
          e.getMessage());
    }
  }

  /** Determines why no response arrived. Only a connected socket is notified of a closed port. */
  private MocapException noResponseError() throws IOException {
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.setSoTimeout((int) (RESPONSE_TIMEOUT_NANOS / 1_000_000));
      probe.connect(serverAddress);
      probe.send(new DatagramPacket(new byte[NatNetMessage.HEADER_BYTES], 4));
      probe.receive(packet);
      hasResponse = true;
    } catch (PortUnreachableException e) {
      return new MocapException(
          MocapProblem.REFUSED,
          "nothing listens at %s; start Motive there with data streaming on, and check the"
              + " command port (default 1510)",
          config.describeServer());
    } catch (SocketTimeoutException timeout) {
      // Reported below.
    }
    if (hasResponse) {
      return new MocapException(
          MocapProblem.WRONG_PORT,
          "the server at %s does not use NatNet; check the command port (default 1510)",
          config.describeServer());
    }
    return new MocapException(
        MocapProblem.SILENT,
        "no response from %s; check that Motive streams (broadcast frame data), the address,"
            + " and the firewalls for UDP ports 1510 and 1511",
        config.describeServer());
  }
}
