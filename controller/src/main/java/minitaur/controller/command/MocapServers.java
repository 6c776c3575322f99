package minitaur.controller.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.hal.random.RandomStream;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.device.MotionCaptureProfile;
import minitaur.sim.mocap.EmulatedMocapServer;
import minitaur.sim.mocap.EmulatedNatNetServer;
import minitaur.sim.mocap.EmulatedQtmServer;
import minitaur.sim.mocap.EmulatedVrpnServer;
import minitaur.sim.mocap.RealTimeMocap;
import org.jspecify.annotations.Nullable;

/** The motion-capture servers that were asked for, which see a simulated robot. */
final class MocapServers implements AutoCloseable {
  private static final String GROUP = "239.255.42.99";
  private static final int GROUP_PORT = 1511;
  private static final int FIRST_VRPN_ID = 1;

  private final List<String> descriptions = new ArrayList<>();
  private final List<EmulatedMocapServer> servers = new ArrayList<>();
  private @Nullable RealTimeMocap running;
  private @Nullable PoseSource poses;

  private MocapServers() {}

  /** Makes a server on a port. */
  private interface Opening {
    EmulatedMocapServer open(int port, List<String> bodies) throws IOException;
  }

  /** The profile with the cameras that were asked for, if any were. */
  static SimulationProfile profile(SimulationProfile profile, MocapServerRequest request) {
    boolean wanted = request.vrpn() != null || request.natNet() != null || request.qtm() != null;
    return wanted
        ? profile.withMotionCapture(
            new MotionCaptureProfile(
                request.rateHz(), request.noiseMetres(), request.delaySeconds()))
        : profile;
  }

  /**
   * Opens them; they have nothing to tell before {@link #see}.
   *
   * @param seed of the drop-outs
   * @throws IOException when a port cannot be had; the message says which and what to do
   */
  static MocapServers open(MocapServerRequest request, long seed) throws IOException {
    MocapServers all = new MocapServers();
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
      MocapSource source, @Nullable Integer port, MocapServerRequest request, Opening opening)
      throws IOException {
    if (port == null) {
      return;
    }
    EmulatedMocapServer server;
    try {
      server = opening.open(port, List.of(request.body()));
    } catch (IOException e) {
      throw new IOException(
          "cannot be a %s server on port %d (%s); end who listens there, or name another port"
              .formatted(source.title(), port, e.getMessage()),
          e);
    }
    servers.add(server);
    descriptions.add(
        "%s server 127.0.0.1:%d, body %s".formatted(source.title(), server.port(), request.body()));
  }

  /** Where they listen, for people; a line each. */
  List<String> describe() {
    return List.copyOf(descriptions);
  }

  /** Has them tell what the robot's cameras saw; called by the board's thread, often. */
  void see(EmulatedBoard board) {
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
