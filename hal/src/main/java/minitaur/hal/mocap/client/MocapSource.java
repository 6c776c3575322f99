package minitaur.hal.mocap.client;

/** Protocols of motion-capture servers. */
public enum MocapSource {
  /** VRPN over TCP: Vicon Tracker, NOKOV, ART DTrack, PhaseSpace. */
  VRPN("VRPN", 3883),
  /** NatNet over UDP: OptiTrack Motive. */
  NATNET("NatNet", 1510),
  /** QTM RT over TCP: Qualisys Track Manager. */
  QTM("QTM", 22223);

  private final String title;
  private final int port;

  MocapSource(String title, int port) {
    this.title = title;
    this.port = port;
  }

  /** Display name. */
  public String title() {
    return title;
  }

  /** Default port of such servers. */
  public int port() {
    return port;
  }
}
