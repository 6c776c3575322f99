package minitaur.sim.mocap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Emulated NatNet server over UDP, with unicast to the connected clients or multicast to a group.
 * Frames and responses come from different sockets, as with Motive. A unicast client gets packets
 * of the version that it reports on connecting or requests ("Bitstream,3.1"), if that version is
 * older than the server's.
 */
public final class EmulatedNatNetServer implements EmulatedMocapServer {
  private static final int CONNECT = 0;
  private static final int REQUEST_MODEL = 4;
  private static final int DISCONNECT = 9;
  private static final int ECHO_REQUEST = 12;
  private static final long CLOCK_HZ = 10_000_000;

  /**
   * Destination of multicast frames.
   *
   * @param address address of the group, such as "239.255.42.99"
   * @param port port of the group
   * @param networkInterface name of the outgoing network interface
   */
  public record Group(String address, int port, String networkInterface) {}

  private static final long MAX_CLOSE_NANOS = 2_000_000_000L;
  private static final int REQUEST = 2;

  /**
   * Offset of the client's NatNet version in its connect message: after name and application
   * version.
   */
  private static final int CLIENT_VERSION_OFFSET = 4 + 256 + 4;

  private static final int MIN_MAJOR = 3;
  private static final Pattern BITSTREAM = Pattern.compile("Bitstream,(\\d{1,2})\\.(\\d{1,2}).*");

  private final int major;
  private final int minor;
  private final NatNetEncoder serverEncoder;

  private final Agent receiver = new Agent("emulated-natnet", this::receiveRequests);
  private final DatagramSocket commandSocket;
  private volatile DatagramSocket dataSocket = new DatagramSocket();
  private final @Nullable Group group;
  private final Map<SocketAddress, NatNetEncoder> clients = new ConcurrentHashMap<>();
  private volatile boolean reportsChanges = true;
  private volatile List<String> names;
  private volatile long clockOffsetNanos;
  private volatile boolean echoEnabled = true;

  /**
   * @param port command port; 0 for any free port
   * @param names names of the bodies
   * @param major major version of NatNet
   * @param minor minor version of NatNet
   * @param group destination of frames; null for unicast
   */
  public EmulatedNatNetServer(
      int port, List<String> names, int major, int minor, @Nullable Group group)
      throws IOException {
    this.names = List.copyOf(names);
    this.group = group;
    this.major = major;
    this.minor = minor;
    serverEncoder = new NatNetEncoder(major, minor, CLOCK_HZ);
    NetworkInterface outInterface = group == null ? null : interfaceOf(group);
    commandSocket =
        new DatagramSocket(
            new InetSocketAddress(
                group == null
                    ? InetAddress.getLoopbackAddress()
                    : new InetSocketAddress(0).getAddress(),
                port));
    if (outInterface != null) {
      dataSocket.setOption(StandardSocketOptions.IP_MULTICAST_IF, outInterface);
      dataSocket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
    }
    receiver.start();
  }

  private static NetworkInterface interfaceOf(Group group) throws IOException {
    NetworkInterface found = NetworkInterface.getByName(group.networkInterface());
    if (found == null) {
      throw new IOException("there is no network interface '" + group.networkInterface() + "'");
    }
    return found;
  }

  /** Sets the offset of the server's clock from {@link System#nanoTime}, for echoes. */
  public void setClockOffset(long nanos) {
    clockOffsetNanos = nanos;
  }

  /** Sets whether echo requests are answered. */
  public void setEchoEnabled(boolean enabled) {
    echoEnabled = enabled;
  }

  @Override
  public int port() {
    return commandSocket.getLocalPort();
  }

  /** Sets whether frames report a change of the bodies. Emulates a lost report if false. */
  void setReportsChanges(boolean reports) {
    reportsChanges = reports;
  }

  /** Sends frames from another address of the local host. */
  void sendFramesFrom(InetAddress address) throws IOException {
    DatagramSocket previous = dataSocket;
    dataSocket = new DatagramSocket(0, address);
    previous.close();
  }

  @Override
  public void publish(long frame, long serverNanos, List<EmulatedBody> bodies) {
    boolean changed = reportsChanges && names.size() != bodies.size();
    names = bodies.stream().map(body -> body.name).toList();
    if (group != null) {
      send(
          dataSocket,
          serverEncoder.frame(frame, serverNanos, bodies, changed),
          new InetSocketAddress(group.address(), group.port()));
    } else {
      clients.forEach(
          (client, encoder) ->
              send(dataSocket, encoder.frame(frame, serverNanos, bodies, changed), client));
    }
  }

  @Override
  public void close() {
    commandSocket.close();
    dataSocket.close();
    // The port is not released until the listening thread ends.
    receiver.close(MAX_CLOSE_NANOS);
  }

  private long receiveRequests() {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    try {
      commandSocket.receive(packet);
    } catch (IOException closed) {
      return Agent.DONE;
    }
    if (packet.getLength() >= 4) {
      handle(packet);
    }
    return 0;
  }

  private void handle(DatagramPacket packet) {
    ByteBuffer bytes =
        ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).order(ByteOrder.LITTLE_ENDIAN);
    int message = bytes.getShort();
    SocketAddress client = packet.getSocketAddress();
    NatNetEncoder encoder =
        group == null ? clients.getOrDefault(client, serverEncoder) : serverEncoder;
    switch (message) {
      case CONNECT -> {
        if (group == null) {
          encoder = encoderFor(bytes);
        }
        clients.put(client, encoder);
        String address = group == null ? "0.0.0.0" : group.address();
        int port = group == null ? dataSocket.getLocalPort() : group.port();
        send(commandSocket, encoder.serverInfo(port, group != null, address), client);
      }
      case REQUEST -> {
        String command =
            new String(packet.getData(), 4, packet.getLength() - 4, StandardCharsets.US_ASCII)
                .replace("\0", "")
                .strip();
        send(commandSocket, command(command, encoder, client), client);
      }
      case REQUEST_MODEL -> send(commandSocket, encoder.model(names), client);
      case ECHO_REQUEST -> {
        if (echoEnabled && packet.getLength() >= 12) {
          long now = System.nanoTime() + clockOffsetNanos;
          send(commandSocket, encoder.echo(bytes.getLong(4), now), client);
        }
      }
      case DISCONNECT -> clients.remove(client);
      default -> {} // A message to keep the connection alive, for instance.
    }
  }

  /**
   * Returns the encoder for a connecting client: of the version in its connect message if that is
   * older than the server's.
   */
  private NatNetEncoder encoderFor(ByteBuffer connect) {
    return connect.limit() < CLIENT_VERSION_OFFSET + 2
        ? serverEncoder
        : encoderOfVersion(
            connect.get(CLIENT_VERSION_OFFSET), connect.get(CLIENT_VERSION_OFFSET + 1));
  }

  private NatNetEncoder encoderOfVersion(int otherMajor, int otherMinor) {
    boolean older = otherMajor < major || (otherMajor == major && otherMinor < minor);
    return older && otherMajor >= MIN_MAJOR
        ? new NatNetEncoder(otherMajor, otherMinor, CLOCK_HZ)
        : serverEncoder;
  }

  private byte[] command(String command, NatNetEncoder encoder, SocketAddress client) {
    if (command.equals("Bitstream")) {
      return encoder.response("Bitstream," + encoder.version());
    }
    Matcher matcher = BITSTREAM.matcher(command);
    if (!matcher.matches()) {
      return encoder.unrecognized();
    }
    if (group != null) {
      return encoder.response(1);
    }
    NatNetEncoder changed =
        encoderOfVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    clients.replace(client, changed);
    return changed.response(0);
  }

  private static void send(DatagramSocket socket, byte[] bytes, SocketAddress client) {
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, client));
    } catch (IOException lost) {
      // Datagrams may be lost.
    }
  }
}
