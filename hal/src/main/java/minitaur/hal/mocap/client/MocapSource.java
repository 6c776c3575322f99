package minitaur.hal.mocap.client;

/** The languages that motion-capture servers speak. */
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

  /** For people. */
  public String title() {
    return title;
  }

  /** Where such servers listen unless told otherwise. */
  public int port() {
    return port;
  }
}
