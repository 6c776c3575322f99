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
import minitaur.hal.mocap.wire.BodySample;
import minitaur.hal.mocap.wire.NatNetDecoder;
import minitaur.hal.mocap.wire.NatNetListener;
import minitaur.hal.mocap.wire.NatNetMessage;
import minitaur.hal.mocap.wire.NatNetServer;
import org.jspecify.annotations.Nullable;

/**
 * Connects to OptiTrack Motive over UDP. Unicast frames arrive on the command socket. Multicast
 * frames arrive in the server's group, joined on the configured network interface.
 */
final class NatNetConnector implements MocapConnector {
  private static final int CONNECT_TRIES = 4;
  private static final int WAIT_MILLIS = 20;
  private static final long ANSWER_NANOS = 250_000_000;
  private static final long KEEP_ALIVE_NANOS = 1_000_000_000;
  private static final long ECHO_NANOS = 250_000_000;
  private static final long ASK_AGAIN_NANOS = 500_000_000;

  /** Known bodies are requested again, because a packet that reports a change may be lost. */
  private static final long REFRESH_NANOS = 5_000_000_000L;

  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  private final MocapConfig config;

  NatNetConnector(MocapConfig config) {
    this.config = config;
  }

  @Override
  public MocapConnection connect(Reception reception) throws IOException {
    InetAddress address = TcpStream.resolve(config.host());
    Connection connection =
        new Connection(
            new DatagramSocket(), new InetSocketAddress(address, config.port()), reception, config);
    try {
      connection.introduce();
      return connection;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private static final class Connection implements MocapConnection, NatNetListener {
    private final DatagramSocket commands;
    private final InetSocketAddress serverAddress;
    private final Reception reception;
    private final MocapConfig config;
    private final NatNetDecoder decoder = new NatNetDecoder(this);
    private final DatagramPacket packet =
        new DatagramPacket(new byte[NatNetMessage.MAXIMUM_BYTES], NatNetMessage.MAXIMUM_BYTES);
    private @Nullable MulticastSocket group;
    private @Nullable NatNetServer server;
    private boolean named;
    private boolean heard;
    private long askedNanos;
    private long askAgainNanos = ASK_AGAIN_NANOS;
    private long keptAliveNanos;
    private long echoedNanos;

    Connection(
        DatagramSocket commands,
        InetSocketAddress serverAddress,
        Reception reception,
        MocapConfig config)
        throws IOException {
      this.commands = commands;
      this.serverAddress = serverAddress;
      this.reception = reception;
      this.config = config;
      commands.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      commands.setSoTimeout(WAIT_MILLIS);
    }

    void introduce() throws IOException {
      for (int i = 0; i < CONNECT_TRIES && server == null; i++) {
        send(NatNetMessage.CONNECT, introduction());
        long deadline = reception.nanos() + ANSWER_NANOS;
        while (server == null && reception.nanos() < deadline) {
          receiveFrom(commands);
        }
      }
      NatNetServer found = server;
      if (found == null) {
        throw unanswered();
      }
      if (!found.isAtLeast(3, 0)) {
        throw new MocapException(
            MocapProblem.WRONG_VERSION,
            "%s speaks NatNet %d.%d; this program needs 3.0 or later: update Motive to 2.0 or later"
                .formatted(config.describeServer(), found.major(), found.minor()));
      }
      String interfaceName = config.networkInterface();
      if (interfaceName != null) {
        group = join(found, interfaceName);
      }
      long now = reception.nanos();
      keptAliveNanos = now;
      echoedNanos = now - ECHO_NANOS;
      askModel();
    }

    @Override
    public boolean receive() throws IOException {
      // Only frames count: a server also answers requests of clients to which it sends no frames.
      long framesBefore = decoder.frames();
      MulticastSocket joined = group;
      if (joined == null) {
        receiveFrom(commands);
      } else {
        receiveFrom(joined);
        // Responses are rare and frames frequent, so the shortest timeout is enough.
        commands.setSoTimeout(1);
        receiveFrom(commands);
      }
      long now = reception.nanos();
      boolean doubtful = !named || reception.hasUnknownBody();
      if (now - askedNanos > (doubtful ? askAgainNanos : REFRESH_NANOS)) {
        // A server may send bodies for which it never sends a name.
        askAgainNanos = doubtful ? Math.min(2 * askAgainNanos, REFRESH_NANOS) : ASK_AGAIN_NANOS;
        askModel();
      }
      if (now - keptAliveNanos > KEEP_ALIVE_NANOS) {
        keptAliveNanos = now;
        send(NatNetMessage.KEEP_ALIVE, new byte[0]);
      }
      if (now - echoedNanos > ECHO_NANOS) {
        echoedNanos = now;
        send(
            NatNetMessage.ECHO_REQUEST,
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(now).array());
      }
      return decoder.frames() > framesBefore;
    }

    @Override
    public @Nullable MocapException explainSilence() {
      NatNetServer found = server;
      InetAddress other = reception.otherSender();
      if (other != null) {
        return new MocapException(
            MocapProblem.OTHER_SENDER,
            ("%s answers, but the frames come from %s and are ignored; set mocap.host to that"
                    + " computer, or stop the other server")
                .formatted(config.describeServer(), other.getHostAddress()));
      }
      if (group != null && found != null) {
        return new MocapException(
            MocapProblem.WRONG_INTERFACE,
            ("%s answers, but its frames to group %s:%d do not arrive on interface %s; name the"
                    + " interface of the network that the server is on, or set Motive to unicast")
                .formatted(
                    config.describeServer(),
                    found.group(),
                    found.dataPort(),
                    config.networkInterface()));
      }
      if (found != null && found.multicast()) {
        return new MocapException(
            MocapProblem.SILENT,
            ("%s sends its frames to multicast group %s; set Motive's transmission type to unicast"
                    + " (streaming settings), or name our network interface")
                .formatted(config.describeServer(), found.group()));
      }
      return null;
    }

    @Override
    public void close() {
      try {
        send(NatNetMessage.DISCONNECT, new byte[0]);
      } catch (IOException alreadyGone) {
        // The server drops a client that no longer sends packets.
      }
      commands.close();
      if (group != null) {
        group.close();
      }
    }

    @Override
    public void server(NatNetServer found) {
      server = found;
    }

    @Override
    public void echo(long stamp, long serverNanos) {
      reception.echo(stamp, reception.nanos(), serverNanos);
    }

    @Override
    public void modelChanged() {
      named = false;
      askAgainNanos = ASK_AGAIN_NANOS;
    }

    @Override
    public void modelRead(int bodies) {
      named = bodies > 0;
    }

    @Override
    public void body(int id, String name) {
      askAgainNanos = ASK_AGAIN_NANOS;
      reception.body(id, name);
    }

    @Override
    public void malformed() {
      reception.malformed();
    }

    @Override
    public void forgetBodies() {
      reception.forgetBodies();
    }

    @Override
    public void sample(BodySample sample) {
      reception.sample(sample);
    }

    private void receiveFrom(DatagramSocket socket) throws IOException {
      packet.setLength(NatNetMessage.MAXIMUM_BYTES);
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException nothingCame) {
        return;
      }
      if (!packet.getAddress().equals(serverAddress.getAddress())) {
        reception.receivedFromOther(packet.getAddress());
        return;
      }
      heard = true;
      decoder.packet(packet.getData(), packet.getOffset(), packet.getLength());
    }

    private void askModel() throws IOException {
      askedNanos = reception.nanos();
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
            "no route to %s (%s); check the address and this computer's network"
                .formatted(config.describeServer(), e.getMessage()));
      }
    }

    /**
     * Payload of a connect request: name of the application (256 bytes), its version and the NatNet
     * version (4 bytes each).
     */
    private static byte[] introduction() {
      ByteBuffer bytes = ByteBuffer.allocate(264);
      bytes.put("minitaur".getBytes(StandardCharsets.US_ASCII));
      bytes.position(260);
      bytes.put((byte) 4).put((byte) 1);
      return bytes.array();
    }

    private MulticastSocket join(NatNetServer found, String interfaceName) throws IOException {
      NetworkInterface networkInterface = NetworkInterface.getByName(interfaceName);
      if (networkInterface == null) {
        throw new MocapException(
            MocapProblem.WRONG_INTERFACE,
            "this computer has no network interface '%s'; it has %s"
                .formatted(
                    interfaceName,
                    String.join(
                        ", ",
                        NetworkInterface.networkInterfaces()
                            .map(NetworkInterface::getName)
                            .toList())));
      }
      MulticastSocket socket = new MulticastSocket(found.dataPort());
      try {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        socket.setSoTimeout(WAIT_MILLIS);
        socket.joinGroup(
            new InetSocketAddress(InetAddress.getByName(found.group()), found.dataPort()),
            networkInterface);
        return socket;
      } catch (IOException e) {
        socket.close();
        throw new MocapException(
            MocapProblem.WRONG_INTERFACE,
            "cannot join multicast group %s on interface %s (%s); name an interface that is up"
                .formatted(found.group(), interfaceName, e.getMessage()));
      }
    }

    /** Determines why no response arrived. Only a connected socket is notified of a closed port. */
    private MocapException unanswered() throws IOException {
      try (DatagramSocket probe = new DatagramSocket()) {
        probe.setSoTimeout((int) (ANSWER_NANOS / 1_000_000));
        probe.connect(serverAddress);
        probe.send(new DatagramPacket(new byte[NatNetMessage.HEADER_BYTES], 4));
        probe.receive(packet);
        heard = true;
      } catch (PortUnreachableException e) {
        return new MocapException(
            MocapProblem.REFUSED,
            ("nothing listens at %s; start Motive there with data streaming on, and check the"
                    + " command port (default 1510)")
                .formatted(config.describeServer()));
      } catch (SocketTimeoutException nothingCame) {
        // Reported below.
      }
      if (heard) {
        return new MocapException(
            MocapProblem.WRONG_PORT,
            "the server at %s does not speak NatNet; check the command port (default 1510)"
                .formatted(config.describeServer()));
      }
      return new MocapException(
          MocapProblem.SILENT,
          ("nothing answers at %s; check that Motive streams (broadcast frame data), the address,"
                  + " and the firewalls for UDP ports 1510 and 1511")
              .formatted(config.describeServer()));
    }
  }
}
