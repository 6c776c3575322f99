package minitaur.controller.robot;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/** Settings of the motion capture that tracks the robot. */
public record MocapSettings(
    @Setting(
            doc =
                "Where poses come from. simulated: the motion capture of the simulated robot. none:"
                    + " no motion capture; a real robot cannot learn without it. vrpn: Vicon,"
                    + " NOKOV, ART, PhaseSpace. natnet: OptiTrack. qtm: Qualisys. camera: a camera"
                    + " on this computer, and tags on the trunk.")
        Source source,
    @Inline Server server,
    @Inline LanePlacement lane,
    @Setting(doc = "Pose of the trunk in the frame of the marker body.") BodyOffset offset,
    @Setting(doc = "How poses become velocity, and which poses are rejected.")
        TrackingConfig tracking,
    @Setting(
            doc =
                "The camera, when the source is camera. Its lens and placement are in"
                    + " robot.calibration.")
        CameraSettings camera) {

  /** Connection to the server. */
  public record Server(
      @Setting(doc = "Host name or address of the server.") String host,
      @Setting(doc = "Port of the server; 0 for the default: 3883, 1510 or 22223.") int port,
      @Setting(doc = "Name that the server gives to the body on the robot.") String body,
      @Setting(
              doc =
                  "natnet: receive multicast frames on the network interface with this name, such"
                      + " as eth1; empty for unicast, which is preferred.")
          String networkInterface,
      @Setting(
              doc =
                  "Minimum latency from exposure to arrival, which unsynchronized clocks cannot"
                      + " measure.",
              unit = "s",
              source = "measured on OptiTrack, from exposure to transmission")
          double shortestDelay) {
    public Server {
      require(port >= 0 && port <= 65_535, "port", port, "0 (the default) to 65535");
      requireBetween("shortestDelay", shortestDelay, 0, 1);
    }

    /** No server. */
    public static Server none() {
      return new Server("", 0, "", "", 0.0054);
    }
  }

  /** Placement of the lane in the server frame. */
  public record LanePlacement(
      @Setting(
              doc =
                  "Which axis of the server points up; automatic is y for natnet and z for the"
                      + " others.")
          Up up,
      @Setting(
              doc =
                  "Direction of the lane, counterclockwise from the server's first horizontal axis:"
                      + " from x toward y with z up, from x toward -z with y up.",
              unit = "degrees")
          double laneDirection,
      @Setting(doc = "Origin of the lane on the server's first horizontal axis.", unit = "m")
          double laneOriginX,
      @Setting(
              doc =
                  "Origin of the lane on the server's second horizontal axis: y with z up, -z with"
                      + " y up.",
              unit = "m")
          double laneOriginY) {
    public LanePlacement {
      requireBetween("laneDirection", laneDirection, -360, 360);
      requireBetween("laneOriginX", laneOriginX, -1000, 1000);
      requireBetween("laneOriginY", laneOriginY, -1000, 1000);
    }

    /** The lane frame equals the server frame. */
    public static LanePlacement aligned() {
      return new LanePlacement(Up.AUTOMATIC, 0, 0, 0);
    }
  }

  /** Source of poses. */
  public enum Source {
    /** The simulated motion capture of the simulated robot. */
    SIMULATED,
    /** No motion capture. */
    NONE,
    /** VRPN over TCP. */
    VRPN,
    /** NatNet over UDP. */
    NATNET,
    /** QTM RT over TCP. */
    QTM,
    /** A camera on this computer. */
    CAMERA;

    /** Whether the source is a server on the network. */
    public boolean isServer() {
      return this == VRPN || this == NATNET || this == QTM;
    }
  }

  /** Up axis of the server frame. */
  public enum Up {
    /** The default of the server type. */
    AUTOMATIC,
    Y,
    Z
  }

  public MocapSettings {
    require(
        !source.isServer() || !server.host().isBlank(),
        "host",
        "empty",
        "the host name or address of the server");
    require(
        !server.host().matches("[^:]*:\\d*"),
        "host",
        "\"" + server.host() + "\"",
        "a name or address without a port, which is mocap.port");
    require(
        !source.isServer() || !server.body().isBlank(),
        "body",
        "empty",
        "the name that the server gives to the robot (\"minitaur mocap\" lists its bodies)");
    require(
        server.networkInterface().isEmpty() || source == Source.NATNET,
        "networkInterface",
        "\"" + server.networkInterface() + "\"",
        "empty unless the source is natnet");
  }

  /** The simulated motion capture of the simulated robot. */
  public static MocapSettings defaults() {
    return new MocapSettings(
        Source.SIMULATED,
        Server.none(),
        LanePlacement.aligned(),
        BodyOffset.NONE,
        TrackingConfig.nominal(),
        CameraSettings.defaults());
  }
}
