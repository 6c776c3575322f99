package minitaur.hal.mocap.wire;

/**
 * One measurement of a body by a server, in the server's frame and time. A mutable structure that
 * the decoder allocates once; its values are not validated.
 */
public final class BodySample {
  /** Value of {@link #frame} if the protocol has no frame numbers. */
  public static final long UNNUMBERED = -1;

  /** The server's id of the body. */
  public int body;

  /** Number of the frame, or {@link #UNNUMBERED}. */
  public long frame = UNNUMBERED;

  /** Capture time, on the server's clock. */
  public long serverNanos;

  /** Whether the server reports the body as tracked. */
  public boolean tracked;

  /** First coordinate. */
  public double xMetres;

  /** Second coordinate. */
  public double yMetres;

  /** Third coordinate. */
  public double zMetres;

  /** Scalar part of the quaternion from body to server frame. */
  public double qw = 1;

  /** First vector part of the quaternion. */
  public double qx;

  /** Second vector part of the quaternion. */
  public double qy;

  /** Third vector part of the quaternion. */
  public double qz;

  /** Copies every value of {@code other}. */
  public void set(BodySample other) {
    body = other.body;
    frame = other.frame;
    serverNanos = other.serverNanos;
    tracked = other.tracked;
    xMetres = other.xMetres;
    yMetres = other.yMetres;
    zMetres = other.zMetres;
    qw = other.qw;
    qx = other.qx;
    qy = other.qy;
    qz = other.qz;
  }
}
