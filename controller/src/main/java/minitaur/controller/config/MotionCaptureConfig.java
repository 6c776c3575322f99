package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** The motion capture that sees where the robot is. */
public record MotionCaptureConfig(
    @Setting(
            doc =
                "What the server speaks. simulated: the simulated robot's own cameras, which it"
                    + " always has. none: nobody sees a real robot, so nothing can be learnt from"
                    + " it. vrpn: Vicon, NOKOV, ART, PhaseSpace. natnet: OptiTrack. qtm: Qualisys."
                    + " camera: a camera of this computer, and tags on the trunk.")
        Source source,
    @Setting(doc = "Name or address of the server.") String host,
    @Setting(doc = "Port of the server; 0 for the usual one: 3883, 1510 or 22223.") int port,
    @Setting(doc = "What the server calls the body that the robot carries.") String body,
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
    @Setting(doc = "Start of the lane on the server's first horizontal axis.", unit = "m")
        double laneOriginX,
    @Setting(
            doc =
                "Start of the lane on the server's second horizontal axis: y with z up, -z with y"
                    + " up.",
            unit = "m")
        double laneOriginY,
    @Setting(
            doc =
                "natnet: take multicast frames on the network interface of this name, such as eth1;"
                    + " empty for unicast, which is better.")
        String networkInterface,
    @Setting(
            doc = "From exposure to arrival at the least, which clocks that are not shared hide.",
            unit = "s",
            source = "measured on OptiTrack, from exposure to transmission")
        double shortestDelay,
    @Setting(
            doc =
                "How long the velocity may be unknown before the episode ends: long enough for"
                    + " markers covered in passing, short enough to stop before a lane's end.",
            unit = "s",
            source = "architecture's 250 to 500 ms")
        double lostTime,
    @Setting(
            doc =
                "Size of the log of ticks, poses and rewards in a training's directory, of which"
                    + " the newest are kept, so that rewards can be computed again (\"minitaur"
                    + " rewards\"); 0 for no log. Two hours at 120 Hz take about 110 MB.",
            unit = "MB")
        int stepLog,
    @Setting(doc = "From the marker body to the trunk.") MarkerOffsetConfig offset,
    @Setting(doc = "How poses become velocity, and which are not believed.")
        PoseTrackingConfig tracking,
    @Setting(
            doc = "The camera, when the source is one; robot.calibration knows its lens and place.")
        CameraConfig camera) {

  /** What a server speaks. */
  public enum Source {
    /** The simulated robot's cameras. */
    SIMULATED,
    /** No motion capture. */
    NONE,
    /** VRPN over TCP. */
    VRPN,
    /** NatNet over UDP. */
    NATNET,
    /** QTM RT over TCP. */
    QTM,
    /** A camera of this computer. */
    CAMERA;

    /** Whether it is somewhere on the network. */
    public boolean isServer() {
      return this == VRPN || this == NATNET || this == QTM;
    }
  }

  /** Which axis of the server points up. */
  public enum Up {
    /** What is usual for the kind of server. */
    AUTOMATIC,
    /** Y. */
    Y,
    /** Z. */
    Z
  }

  /** Refuses impossible values. */
  public MotionCaptureConfig {
    require(!source.isServer() || !host.isBlank(), "host", "\"\"", "the server's name or address");
    require(
        !source.isServer() || !body.isBlank(),
        "body",
        "\"\"",
        "what the server calls the robot (\"minitaur mocap\" lists what it has)");
    require(port >= 0 && port <= 65_535, "port", port, "0 (the usual one) to 65535");
    require(
        laneDirection >= -360 && laneDirection <= 360,
        "laneDirection",
        laneDirection,
        "-360 to 360");
    require(
        laneOriginX >= -1000 && laneOriginX <= 1000, "laneOriginX", laneOriginX, "-1000 to 1000");
    require(
        laneOriginY >= -1000 && laneOriginY <= 1000, "laneOriginY", laneOriginY, "-1000 to 1000");
    require(
        networkInterface.isEmpty() || source == Source.NATNET,
        "networkInterface",
        "\"" + networkInterface + "\"",
        "nothing unless the source is natnet");
    require(shortestDelay >= 0 && shortestDelay <= 1, "shortestDelay", shortestDelay, "0 to 1");
    require(stepLog >= 0 && stepLog <= 1_000_000, "stepLog", stepLog, "0 (no log) to 1000000");
    require(lostTime >= 0.1 && lostTime <= 10, "lostTime", lostTime, "0.1 to 10");
  }

  /** The simulated robot's cameras. */
  public static MotionCaptureConfig defaults() {
    return new MotionCaptureConfig(
        Source.SIMULATED,
        "",
        0,
        "",
        Up.AUTOMATIC,
        0,
        0,
        0,
        "",
        0.0054,
        0.4,
        0,
        MarkerOffsetConfig.defaults(),
        PoseTrackingConfig.defaults(),
        CameraConfig.defaults());
  }
}
