package minitaur.sim.mocap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import minitaur.hal.mocap.Pose;

/**
 * Speaks VRPN over TCP. A body that is not seen is sent where it was last seen, again and again, as
 * real servers do for want of a flag.
 */
public final class EmulatedVrpnServer implements EmulatedMocapServer {
  private static final String POSE_TYPE = "vrpn_Tracker Pos_Quat";
  private static final int COOKIE_BYTES = 24;
  private static final int MAJOR = "vrpn: ver. ".length();

  private final TcpClients clients;
  private final int firstId;
  private final String version;
  private final List<Pose> lastSeen = new ArrayList<>();
  private volatile List<String> names;

  /**
   * @param port 0 for any that is free
   * @param names what the bodies are called
   * @param firstId where ids begin; servers choose them as they like
   */
  public EmulatedVrpnServer(int port, List<String> names, int firstId) throws IOException {
    this(port, names, firstId, "07.35");
  }

  /** A server of another version, such as "06.04". */
  EmulatedVrpnServer(int port, List<String> names, int firstId, String version) throws IOException {
    this.names = List.copyOf(names);
    this.firstId = firstId;
    this.version = version;
    clients = new TcpClients(port, "emulated-vrpn", this::serve);
  }

  @Override
  public int port() {
    return clients.port();
  }

  @Override
  public void publish(long frame, long serverNanos, List<EmulatedBody> bodies) {
    announceNewcomers(bodies);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < bodies.size(); i++) {
      Pose seen = lastSeen(i);
      if (bodies.get(i).tracked) {
        seen.set(bodies.get(i).pose);
      }
      bytes.writeBytes(VrpnEncoder.pose(sender(i), type(), 0, serverNanos, seen));
    }
    clients.broadcast(bytes.toByteArray());
  }

  @Override
  public void close() {
    clients.close();
  }

  private void announceNewcomers(List<EmulatedBody> bodies) {
    if (bodies.size() > names.size()) {
      int known = names.size();
      names = bodies.stream().map(body -> body.name).toList();
      for (int i = known; i < names.size(); i++) {
        clients.broadcast(VrpnEncoder.sender(sender(i), names.get(i)));
      }
    }
  }

  private Pose lastSeen(int body) {
    while (lastSeen.size() <= body) {
      lastSeen.add(new Pose());
    }
    return lastSeen.get(body);
  }

  private int type() {
    return firstId + 1;
  }

  private int sender(int body) {
    return firstId + 1 + body;
  }

  private void serve(TcpClients.Client client) throws IOException {
    client.write(VrpnEncoder.cookie(version));
    String cookie = new String(client.input().readNBytes(COOKIE_BYTES), StandardCharsets.US_ASCII);
    if (!cookie.startsWith(version.substring(0, 2), MAJOR)) {
      return;
    }
    client.write(VrpnEncoder.sender(firstId, "VRPN Control"));
    client.write(VrpnEncoder.type(firstId, "VRPN_Connection_Got_Connection"));
    client.write(VrpnEncoder.type(type(), POSE_TYPE));
    List<String> known = names;
    for (int i = 0; i < known.size(); i++) {
      client.write(VrpnEncoder.sender(sender(i), known.get(i)));
    }
    client.stream(true);
    client.input().transferTo(OutputStream.nullOutputStream());
  }
}
