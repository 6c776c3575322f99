package minitaur.sim.mocap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.hal.random.RandomStream;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import org.jspecify.annotations.Nullable;

/** Emulated motion-capture servers that track one simulated robot. */
public final class EmulatedMocapServers implements AutoCloseable {
  private static final String GROUP = "239.255.42.99";
  private static final int GROUP_PORT = 1511;
  private static final int FIRST_VRPN_ID = 1;

  private final List<String> descriptions = new ArrayList<>();
  private final List<EmulatedMocapServer> servers = new ArrayList<>();
  private @Nullable RealTimeMocap running;
  private @Nullable PoseSource poses;

  private EmulatedMocapServers() {}

  /** Opens a server on a port. */
  private interface Opening {
    EmulatedMocapServer open(int port, List<String> bodies) throws IOException;
  }

  /** Returns the profile with the motion capture of the settings if any server is enabled. */
  public static SimulationProfile profile(
      SimulationProfile profile, EmulatedMocapSettings request) {
    boolean enabled = request.vrpn() != null || request.natNet() != null || request.qtm() != null;
    return enabled ? profile.withMotionCapture(request.cameras()) : profile;
  }

  /**
   * Opens the servers; they send frames after the first call of {@link #see}.
   *
   * @param seed seed of the dropouts
   * @throws IOException if a port is not available
   */
  public static EmulatedMocapServers open(EmulatedMocapSettings request, long seed)
      throws IOException {
    EmulatedMocapServers all = new EmulatedMocapServers();
    try {
      all.open(
          MocapSource.VRPN,
          request.vrpn(),
          request,
          (port, bodies) -> new EmulatedVrpnServer(port, bodies, FIRST_VRPN_ID));
      all.open(
          MocapSource.NATNET,
          request.natNet(),
          request,
          (port, bodies) -> natNet(port, bodies, request.multicast()));
      all.open(MocapSource.QTM, request.qtm(), request, EmulatedQtmServer::new);
    } catch (IOException e) {
      all.close();
      throw e;
    }
    if (!all.servers.isEmpty()) {
      all.running =
          new RealTimeMocap(
              new SystemClock(),
              all.servers,
              request.body(),
              request.dropOuts(),
              RandomStream.of(seed, "emulate.mocap"));
    }
    return all;
  }

  private static EmulatedMocapServer natNet(
      int port, List<String> bodies, @Nullable String multicast) throws IOException {
    EmulatedNatNetServer.Group group =
        multicast == null ? null : new EmulatedNatNetServer.Group(GROUP, GROUP_PORT, multicast);
    EmulatedNatNetServer server = new EmulatedNatNetServer(port, bodies, 4, 1, group);
    server.setClockAhead(RealTimeMocap.CLOCK_AHEAD_NANOS);
    return server;
  }

  private void open(
      MocapSource source, @Nullable Integer port, EmulatedMocapSettings request, Opening opening)
      throws IOException {
    if (port == null) {
      return;
    }
    EmulatedMocapServer server;
    try {
      server = opening.open(port, List.of(request.body()));
    } catch (IOException e) {
      throw new IOException(
          "cannot open a %s server on port %d (%s); stop the program that uses it, or choose another port"
              .formatted(source.title(), port, e.getMessage()),
          e);
    }
    servers.add(server);
    descriptions.add(
        "%s server 127.0.0.1:%d, body %s".formatted(source.title(), server.port(), request.body()));
  }

  /** Address and body name of each server, one line per server. */
  public List<String> describe() {
    return List.copyOf(descriptions);
  }

  /** Publishes new motion-capture frames; called frequently by the board's thread. */
  public void see(EmulatedBoard board) {
    RealTimeMocap mocap = running;
    if (mocap == null) {
      return;
    }
    PoseSource cameras = poses;
    if (cameras == null) {
      cameras = board.poses();
      poses = cameras;
    }
    mocap.see(cameras, board.timeNanos());
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    } else {
      servers.forEach(EmulatedMocapServer::close);
    }
  }
}
