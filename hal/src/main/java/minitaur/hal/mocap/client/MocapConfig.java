package minitaur.hal.mocap.client;

import org.jspecify.annotations.Nullable;

/**
 * Where poses come from.
 *
 * @param source what the server speaks
 * @param server address of the server
 * @param body name of the body that the robot carries; null to connect without taking poses, which
 *     lists what the server has
 * @param lane how the lane lies in the server's frame
 * @param offset from the marker body to the trunk
 * @param networkInterface name of the interface to join NatNet's multicast group on; null for
 *     unicast
 * @param shortestDelaySeconds from exposure to arrival at the least, which a clock that is not
 *     shared cannot tell. Default 0.0054 (measured on OptiTrack, from exposure to transmission)
 */
public record MocapConfig(
    MocapSource source,
    Server server,
    @Nullable String body,
    LaneFrame lane,
    BodyOffset offset,
    @Nullable String networkInterface,
    double shortestDelaySeconds) {

  private static final double DEFAULT_DELAY_SECONDS = 0.0054;

  /** Name or address of a server, and its port. */
  public record Server(String host, int port) {
    /** Checks both. */
    public Server {
      if (host.isBlank()) {
        throw new IllegalArgumentException("the motion-capture server has no name");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException(
            "the motion-capture server's port is " + port + "; allowed is 1 .. 65535");
      }
    }
  }

  /** Checks every value. */
  public MocapConfig {
    if (!(shortestDelaySeconds >= 0 && shortestDelaySeconds <= 1)) {
      throw new IllegalArgumentException(
          "the shortest delay is " + shortestDelaySeconds + " s; allowed is 0 .. 1");
    }
  }

  /** A server with the defaults of its kind. */
  public static MocapConfig of(MocapSource source, String host, int port, @Nullable String body) {
    LaneFrame.Up up = source == MocapSource.NATNET ? LaneFrame.Up.Y : LaneFrame.Up.Z;
    return new MocapConfig(
        source,
        new Server(host, port),
        body,
        LaneFrame.along(up),
        BodyOffset.NONE,
        null,
        DEFAULT_DELAY_SECONDS);
  }

  /** This configuration with another lane. */
  public MocapConfig withLane(LaneFrame changed) {
    return new MocapConfig(
        source, server, body, changed, offset, networkInterface, shortestDelaySeconds);
  }

  /** This configuration with another offset. */
  public MocapConfig withOffset(BodyOffset changed) {
    return new MocapConfig(
        source, server, body, lane, changed, networkInterface, shortestDelaySeconds);
  }

  /** This configuration with multicast on an interface. */
  public MocapConfig withMulticast(String interfaceName) {
    return new MocapConfig(source, server, body, lane, offset, interfaceName, shortestDelaySeconds);
  }

  /** This configuration with another shortest delay. */
  public MocapConfig withShortestDelay(double seconds) {
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

  /** For people, such as "VRPN server lab:3883". */
  public String describeServer() {
    return source.title() + " server " + server.host + ":" + server.port;
  }
}
