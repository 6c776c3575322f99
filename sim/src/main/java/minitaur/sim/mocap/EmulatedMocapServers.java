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
  private static final String MULTICAST_GROUP = "239.255.42.99";
  private static final int MULTICAST_PORT = 1511;
  private static final int FIRST_VRPN_ID = 1;

  private final List<String> descriptions = new ArrayList<>();
  private final List<EmulatedMocapServer> servers = new ArrayList<>();
  private @Nullable RealTimeMocap publisher;
  private @Nullable PoseSource poses;

  private EmulatedMocapServers() {}

  /** Opens a server on a port. */
  private interface ServerFactory {
    EmulatedMocapServer open(int port, List<String> bodies) throws IOException;
  }

  /** Returns the profile with the motion capture of the settings if any server is enabled. */
  public static SimulationProfile profile(
      SimulationProfile profile, EmulatedMocapSettings settings) {
    boolean enabled =
        settings.vrpn() != null || settings.natNet() != null || settings.qtm() != null;
    return enabled ? profile.withMotionCapture(settings.motionCapture()) : profile;
  }

  /**
   * Opens the servers; they send frames after the first call of {@link #publishPoses}.
   *
   * @param seed seed of the dropouts
   * @throws IOException if a port is not available
   */
  public static EmulatedMocapServers open(EmulatedMocapSettings settings, long seed)
      throws IOException {
    EmulatedMocapServers opened = new EmulatedMocapServers();
    try {
      opened.open(
          MocapSource.VRPN,
          settings.vrpn(),
          settings,
          (port, bodies) -> new EmulatedVrpnServer(port, bodies, FIRST_VRPN_ID));
      opened.open(
          MocapSource.NATNET,
          settings.natNet(),
          settings,
          (port, bodies) -> natNet(port, bodies, settings.multicast()));
      opened.open(MocapSource.QTM, settings.qtm(), settings, EmulatedQtmServer::new);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    if (!opened.servers.isEmpty()) {
      opened.publisher =
          new RealTimeMocap(
              new SystemClock(),
              opened.servers,
              settings.body(),
              settings.dropoutFraction(),
              RandomStream.of(seed, "emulate.mocap"));
    }
    return opened;
  }

  private static EmulatedMocapServer natNet(
      int port, List<String> bodies, @Nullable String multicast) throws IOException {
    EmulatedNatNetServer.Group group =
        multicast == null
            ? null
            : new EmulatedNatNetServer.Group(MULTICAST_GROUP, MULTICAST_PORT, multicast);
    EmulatedNatNetServer server = new EmulatedNatNetServer(port, bodies, 4, 1, group);
    server.setClockOffset(RealTimeMocap.CLOCK_OFFSET_NANOS);
    return server;
  }

  private void open(
      MocapSource source,
      @Nullable Integer port,
      EmulatedMocapSettings settings,
      ServerFactory factory)
      throws IOException {
    if (port == null) {
      return;
    }
    EmulatedMocapServer server;
    try {
      server = factory.open(port, List.of(settings.body()));
    } catch (IOException e) {
      throw new IOException(
          "cannot open a %s server on port %d (%s); stop the program that uses it, or choose another port"
              .formatted(source.title(), port, e.getMessage()),
          e);
    }
    servers.add(server);
    descriptions.add(
        "%s server 127.0.0.1:%d, body %s"
            .formatted(source.title(), server.port(), settings.body()));
  }

  /** Address and body name of each server, one line per server. */
  public List<String> describe() {
    return List.copyOf(descriptions);
  }

  /** Publishes new motion-capture frames; called frequently by the board's thread. */
  public void publishPoses(EmulatedBoard board) {
    RealTimeMocap activePublisher = publisher;
    if (activePublisher == null) {
      return;
    }
    PoseSource source = poses;
    if (source == null) {
      source = board.poses();
      poses = source;
    }
    activePublisher.enqueue(source, board.timeNanos());
  }

  @Override
  public void close() {
    if (publisher != null) {
      publisher.close();
    } else {
      servers.forEach(EmulatedMocapServer::close);
    }
  }
}
