package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Uses the emulated VRPN server as VRPN's clients do, byte for byte from the protocol description,
 * without the encoder and decoder.
 */
@Timeout(60)
@Tag("timing")
class VrpnDefaultConnectionTest {
  private static final InetAddress HOST = InetAddress.getLoopbackAddress();
  private static final String COOKIE = "vrpn: ver. 07.35  0";
  private static final int WAIT_MILLIS = 10_000;

  private final Map<Integer, String> senders = new HashMap<>();
  private final Map<Integer, String> types = new HashMap<>();
  private EmulatedVrpnServer server;
  private ServerSocket listener;
  private DatagramSocket datagrams;
  private Socket connection;

  /** A message with its header. */
  private record Message(int seconds, int micros, int sender, int type, byte[] payload) {}

  @BeforeEach
  void requestConnectionByDatagram() throws IOException {
    server = new EmulatedVrpnServer(0, List.of("Minitaur", "Box"), 40);
    listener = new ServerSocket(0, 5, HOST);
    listener.setSoTimeout(WAIT_MILLIS);
    datagrams = new DatagramSocket(new InetSocketAddress(HOST, 0));
    datagrams.setSoTimeout(WAIT_MILLIS);
    byte[] request =
        ("127.0.0.1 " + listener.getLocalPort() + "\0").getBytes(StandardCharsets.US_ASCII);
    datagrams.send(new DatagramPacket(request, request.length, HOST, server.port()));
    connection = listener.accept();
    connection.setSoTimeout(WAIT_MILLIS);
    byte[] cookie = connection.getInputStream().readNBytes(24);
    assertThat(new String(cookie, StandardCharsets.US_ASCII)).startsWith("vrpn: ver. 07.");
    ByteBuffer clientCookie =
        ByteBuffer.allocate(24).put(COOKIE.getBytes(StandardCharsets.US_ASCII));
    connection.getOutputStream().write(clientCookie.array());
  }

  @AfterEach
  void close() throws IOException {
    connection.close();
    listener.close();
    datagrams.close();
    server.close();
  }

  private void send(int type, int sender, byte[] payload) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(24 + (payload.length + 7) / 8 * 8);
    bytes.putInt(24 + payload.length).putInt(0).putInt(0).putInt(sender).putInt(type).putInt(0);
    bytes.put(payload);
    connection.getOutputStream().write(bytes.array());
  }

  private void describe(int systemType, int id, String name) throws IOException {
    byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    send(
        systemType, id, ByteBuffer.allocate(4 + text.length).putInt(text.length).put(text).array());
  }

  private static Message read(DataInputStream in) throws IOException {
    int length = in.readInt();
    int seconds = in.readInt();
    int micros = in.readInt();
    int sender = in.readInt();
    int type = in.readInt();
    in.readInt();
    byte[] payload = in.readNBytes(length - 24);
    in.skipNBytes((payload.length + 7) / 8 * 8 - payload.length);
    return new Message(seconds, micros, sender, type, payload);
  }

  /** Returns the next message of a type over TCP and records descriptions before it. */
  private Message await(String type) throws IOException {
    DataInputStream in = new DataInputStream(connection.getInputStream());
    while (true) {
      Message message = read(in);
      String text =
          message.payload.length < 5
              ? ""
              : new String(message.payload, 4, message.payload.length - 5, StandardCharsets.UTF_8);
      if (message.type == -1) {
        senders.put(message.sender, text);
      } else if (message.type == -2) {
        types.put(message.sender, text);
      } else if (type.equals(types.get(message.type))) {
        return message;
      }
    }
  }

  private void publish(double x) {
    List<EmulatedBody> bodies = List.of(new EmulatedBody("Minitaur"), new EmulatedBody("Box"));
    bodies.get(0).pose.xMetres = x;
    server.publish(7, 5_000_250_000L, bodies);
  }

  @Test
  void respondsToPing() throws IOException {
    describe(-1, 3, "Box");
    describe(-2, 8, "vrpn_Base ping_message");
    send(8, 3, new byte[0]);
    Message pong = await("vrpn_Base pong_message");
    assertThat(pong.payload).isEmpty();
    assertThat(senders).containsEntry(pong.sender, "Box");
  }

  @Test
  void ignoresPingsOfUnknownDevices() throws IOException {
    describe(-2, 8, "vrpn_Base ping_message");
    describe(-1, 3, "Nothing");
    send(8, 3, new byte[0]);
    describe(-1, 4, "Minitaur");
    send(8, 4, new byte[0]);
    assertThat(senders).isEmpty();
    Message first = await("vrpn_Base pong_message");
    assertThat(senders).containsEntry(first.sender, "Minitaur");
  }

  @Test
  void sendsPosesOverTcpWithoutUdpPort() throws IOException {
    describe(-1, 4, "Minitaur");
    describe(-2, 8, "vrpn_Base ping_message");
    send(8, 4, new byte[0]);
    await("vrpn_Base pong_message");
    publish(1.25);
    Message pose = await("vrpn_Tracker Pos_Quat");
    assertThat(senders).containsEntry(pose.sender, "Minitaur");
    assertThat(ByteBuffer.wrap(pose.payload).getDouble(8)).isEqualTo(1.25);
  }

  @Test
  void sendsPosesToClientUdpPort() throws IOException {
    describe(-1, 4, "Minitaur");
    describe(-2, 8, "vrpn_Base ping_message");
    send(-3, datagrams.getLocalPort(), "127.0.0.1\0".getBytes(StandardCharsets.US_ASCII));
    send(8, 4, new byte[0]);
    await("vrpn_Base pong_message");
    publish(-2.5);
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    datagrams.receive(packet);
    DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(packet.getData(), 0, packet.getLength()));
    Message pose = read(in);
    assertThat(types).containsEntry(pose.type, "vrpn_Tracker Pos_Quat");
    assertThat(senders).containsEntry(pose.sender, "Minitaur");
    assertThat(pose.seconds).isEqualTo(5);
    assertThat(pose.micros).isEqualTo(250);
    ByteBuffer payload = ByteBuffer.wrap(pose.payload);
    assertThat(payload.remaining()).isEqualTo(64);
    assertThat(payload.getInt(0)).as("sensor").isZero();
    assertThat(payload.getDouble(8)).isEqualTo(-2.5);
    assertThat(payload.getDouble(56)).as("w").isEqualTo(1);
    Message other = read(in);
    assertThat(senders).containsEntry(other.sender, "Box");
    assertThat(in.available()).isZero();
  }

  @Test
  void ignoresInvalidRequests() throws IOException {
    for (String text : List.of("", "x", "127.0.0.1 0\0", "127.0.0.1 70000\0", "a b c\0")) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      datagrams.send(new DatagramPacket(bytes, bytes.length, HOST, server.port()));
    }
    assertServerResponds();
  }

  /** Asserts that the server still accepts connection requests. */
  private void assertServerResponds() throws IOException {
    byte[] request =
        ("127.0.0.1 " + listener.getLocalPort() + "\0").getBytes(StandardCharsets.US_ASCII);
    datagrams.send(new DatagramPacket(request, request.length, HOST, server.port()));
    try (Socket secondConnection = listener.accept()) {
      assertThat(secondConnection.getInputStream().readNBytes(24)).hasSize(24);
    }
  }
}
