package minitaur.hal.mocap.client;

import org.jspecify.annotations.Nullable;

/**
 * Configuration of a motion-capture client.
 *
 * @param source protocol of the server
 * @param server address of the server
 * @param body name of the robot's rigid body; null to connect without receiving poses, which lists
 *     the server's bodies
 * @param lane pose of the lane in the server's frame
 * @param offset pose of the trunk in the frame of the marker body
 * @param networkInterface network interface on which to join NatNet's multicast group; null for
 *     unicast
 * @param minDelaySeconds min delay from exposure to arrival, which cannot be measured without a
 *     shared clock. Default 0.0054 (measured on OptiTrack, from exposure to transmission)
 */
public record MocapConfig(
    MocapSource source,
    Server server,
    @Nullable String body,
    LaneFrame lane,
    BodyOffset offset,
    @Nullable String networkInterface,
    double minDelaySeconds) {

  private static final double DEFAULT_MIN_DELAY_SECONDS = 0.0054;

  /** Name or address of a server, and its port. */
  public record Server(String host, int port) {
    /** Checks both values. */
    public Server {
      if (host.isBlank()) {
        throw new IllegalArgumentException("the motion-capture server has no name");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException(
            "the motion-capture server's port is " + port + "; allowed: 1 .. 65535");
      }
    }
  }

  public MocapConfig {
    if (!(minDelaySeconds >= 0 && minDelaySeconds <= 1)) {
      throw new IllegalArgumentException(
          "the min delay is " + minDelaySeconds + " s; allowed: 0 .. 1");
    }
  }

  /** A configuration with the defaults of the protocol. */
  public static MocapConfig of(MocapSource source, String host, int port, @Nullable String body) {
    LaneFrame.Up up = source == MocapSource.NATNET ? LaneFrame.Up.Y : LaneFrame.Up.Z;
    return new MocapConfig(
        source,
        new Server(host, port),
        body,
        LaneFrame.alongServerX(up),
        BodyOffset.NONE,
        null,
        DEFAULT_MIN_DELAY_SECONDS);
  }

  /** This configuration with another lane. */
  public MocapConfig withLane(LaneFrame newLane) {
    return new MocapConfig(
        source, server, body, newLane, offset, networkInterface, minDelaySeconds);
  }

  /** This configuration with another offset. */
  public MocapConfig withOffset(BodyOffset newOffset) {
    return new MocapConfig(
        source, server, body, lane, newOffset, networkInterface, minDelaySeconds);
  }

  /** This configuration with multicast on an interface. */
  public MocapConfig withMulticast(String interfaceName) {
    return new MocapConfig(source, server, body, lane, offset, interfaceName, minDelaySeconds);
  }

  /** This configuration with another min delay. */
  public MocapConfig withMinDelay(double seconds) {
    return new MocapConfig(source, server, body, lane, offset, networkInterface, seconds);
  }

  /** The server's name or address. */
  public String host() {
    return server.host;
  }

  /** The server's port. */
  public int port() {
    return server.port;
  }

  /** Display name, such as "VRPN server lab:3883". */
  public String describeServer() {
    return source.title() + " server " + server.host + ":" + server.port;
  }
}
