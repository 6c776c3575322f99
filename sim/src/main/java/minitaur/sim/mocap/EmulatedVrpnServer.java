package minitaur.sim.mocap;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import minitaur.hal.loop.Agent;
import minitaur.hal.mocap.Pose;
import org.jspecify.annotations.Nullable;

/**
 * Emulated VRPN server. A client connects by TCP, or requests a TCP connection from the server by
 * sending the datagram {@code "address port\0"} to the same port number, which is the default of
 * VRPN's own clients. Poses are sent to the UDP port that the client reports, otherwise over TCP.
 * Pings are answered. For a body that is not tracked, the last tracked pose is repeated, as real
 * servers do, because the protocol has no flag for it.
 */
public final class EmulatedVrpnServer implements EmulatedMocapServer {
  private static final String POSE_TYPE = "vrpn_Tracker Pos_Quat";
  private static final String PING_TYPE = "vrpn_Base ping_message";
  private static final String PONG_TYPE = "vrpn_Base pong_message";
  private static final int MAJOR_VERSION_OFFSET = "vrpn: ver. ".length();

  private static final int MAX_MESSAGE_BYTES = 64_000;
  private static final int MAX_DATAGRAM_BYTES = 1_472;
  private static final int MAX_NAMES = 2_000;
  private static final int UDP_DESCRIPTION = -3;

  /** Number of attempts, because the UDP port of a free TCP port may be in use. */
  private static final int MAX_PORT_ATTEMPTS = 20;

  private static final long MAX_CLOSE_NANOS = 2_000_000_000L;

  private final TcpStreamServer clients;
  private final DatagramSocket requestSocket;
  private final Agent receiver = new Agent("emulated-vrpn-requests", this::answerRequest);
  private final int firstId;
  private final int poseType;
  private final int pingType;
  private final int pongType;
  private final String version;
  private final List<Pose> lastTracked = new ArrayList<>();
  private volatile List<String> names;

  /** A TCP and a UDP socket with the same port number. */
  private record Sockets(TcpStreamServer tcp, DatagramSocket udp) {}

  /**
   * @param port TCP and UDP port; 0 for any free port
   * @param names names of the bodies
   * @param firstId first id of senders and message types; real servers choose ids freely
   */
  public EmulatedVrpnServer(int port, List<String> names, int firstId) throws IOException {
    this(port, names, firstId, "07.35");
  }

  /** A server of the given version, such as "06.04". */
  EmulatedVrpnServer(int port, List<String> names, int firstId, String version) throws IOException {
    this.names = List.copyOf(names);
    this.firstId = firstId;
    poseType = firstId + 1;
    pingType = firstId + 2;
    pongType = firstId + 3;
    this.version = version;
    Sockets sockets = open(port);
    clients = sockets.tcp;
    requestSocket = sockets.udp;
    receiver.start();
  }

  /** Opens a TCP and a UDP port with the same number. */
  private Sockets open(int port) throws IOException {
    for (int attempt = 1; ; attempt++) {
      TcpStreamServer tcp = new TcpStreamServer(port, "emulated-vrpn", this::serve);
      try {
        InetAddress host = InetAddress.getLoopbackAddress();
        return new Sockets(tcp, new DatagramSocket(new InetSocketAddress(host, tcp.port())));
      } catch (IOException e) {
        tcp.close();
        if (port != 0 || attempt == MAX_PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  @Override
  public int port() {
    return clients.port();
  }

  @Override
  public void publish(long frame, long serverNanos, List<EmulatedBody> bodies) {
    announceNewBodies(bodies);
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      Pose lastPose = lastTracked(i);
      if (bodies.get(i).tracked) {
        lastPose.set(bodies.get(i).pose);
      }
      messages.add(VrpnEncoder.pose(sender(i), poseType, 0, serverNanos, lastPose));
    }
    clients.broadcast(messages, MAX_DATAGRAM_BYTES);
  }

  @Override
  public void close() {
    requestSocket.close();
    clients.close();
    // The port is not released until the listening thread ends.
    receiver.close(MAX_CLOSE_NANOS);
  }

  private void announceNewBodies(List<EmulatedBody> bodies) {
    if (bodies.size() > names.size()) {
      int knownCount = names.size();
      names = bodies.stream().map(body -> body.name).toList();
      for (int i = knownCount; i < names.size(); i++) {
        clients.broadcast(VrpnEncoder.sender(sender(i), names.get(i)));
      }
    }
  }

  private Pose lastTracked(int body) {
    while (lastTracked.size() <= body) {
      lastTracked.add(new Pose());
    }
    return lastTracked.get(body);
  }

  private int sender(int body) {
    return firstId + 1 + body;
  }

  /** Connects to a client that requests it by datagram. */
  private long answerRequest() {
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    try {
      requestSocket.receive(packet);
    } catch (IOException closed) {
      return Agent.DONE;
    }
    Integer port = callbackPort(packet);
    if (port != null) {
      // The address in the text is ignored: the emulator connects only to the sender.
      clients.connect(packet.getAddress(), port);
    }
    return 0;
  }

  /** Returns the port in {@code "address port\0"}; null if the datagram is invalid. */
  private static @Nullable Integer callbackPort(DatagramPacket packet) {
    String text =
        new String(
            packet.getData(), packet.getOffset(), packet.getLength(), StandardCharsets.US_ASCII);
    int end = text.indexOf('\0');
    String[] fields = (end < 0 ? text : text.substring(0, end)).strip().split("\\s+", -1);
    if (fields.length != 2 || !fields[1].matches("\\d{1,5}")) {
      return null;
    }
    int port = Integer.parseInt(fields[1]);
    return port >= 1 && port <= 65_535 ? port : null;
  }

  private void serve(TcpStreamServer.Client client) throws IOException {
    client.write(VrpnEncoder.cookie(version));
    DataInputStream input = new DataInputStream(client.input());
    String cookie =
        new String(input.readNBytes(VrpnEncoder.COOKIE_BYTES), StandardCharsets.US_ASCII);
    if (!cookie.startsWith(version.substring(0, 2), MAJOR_VERSION_OFFSET)) {
      return;
    }
    client.write(VrpnEncoder.sender(firstId, "VRPN Control"));
    client.write(VrpnEncoder.type(firstId, "VRPN_Connection_Got_Connection"));
    client.write(VrpnEncoder.type(poseType, POSE_TYPE));
    client.write(VrpnEncoder.type(pingType, PING_TYPE));
    client.write(VrpnEncoder.type(pongType, PONG_TYPE));
    List<String> bodyNames = names;
    for (int i = 0; i < bodyNames.size(); i++) {
      client.write(VrpnEncoder.sender(sender(i), bodyNames.get(i)));
    }
    client.setStreaming(true);
    listen(client, input);
  }

  /** Reads a client's messages: descriptions, UDP port and pings. */
  private void listen(TcpStreamServer.Client client, DataInputStream input) throws IOException {
    Map<Integer, String> senders = new HashMap<>();
    Map<Integer, String> types = new HashMap<>();
    while (true) {
      int length = input.readInt();
      input.skipNBytes(8);
      int sender = input.readInt();
      int type = input.readInt();
      input.skipNBytes(4);
      if (length < VrpnEncoder.HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
        throw new EOFException("a message of " + length + " bytes");
      }
      int size = length - VrpnEncoder.HEADER_BYTES;
      byte[] payload = new byte[size];
      input.readFully(payload);
      input.skipNBytes((size + 7) / 8 * 8 - size);
      switch (type) {
        case VrpnEncoder.SENDER_DESCRIPTION -> describe(senders, sender, payload);
        case VrpnEncoder.TYPE_DESCRIPTION -> describe(types, sender, payload);
        case UDP_DESCRIPTION -> client.setUdpPort(sender);
        default -> {
          if (PING_TYPE.equals(types.get(type))) {
            pong(client, senders.get(sender));
          }
        }
      }
    }
  }

  /** Stores a description: int32 length including the NUL, name, NUL. */
  private static void describe(Map<Integer, String> names, int id, byte[] payload) {
    if (payload.length > 4 && names.size() < MAX_NAMES) {
      int end = 4;
      while (end < payload.length && payload[end] != 0) {
        end++;
      }
      names.put(id, new String(payload, 4, end - 4, StandardCharsets.UTF_8));
    }
  }

  private void pong(TcpStreamServer.Client client, @Nullable String device) throws IOException {
    int body = device == null ? -1 : names.indexOf(device);
    if (body >= 0) {
      client.write(VrpnEncoder.empty(sender(body), pongType));
    }
  }
}
