package minitaur.hal.mocap.wire;

import minitaur.hal.mocap.Pose;

/**
 * One measurement of a body by a server. A mutable structure that the decoder allocates once; its
 * values are not validated.
 */
public final class BodySample {
  /** Value of {@link #frame} if the protocol has no frame numbers. */
  public static final long UNNUMBERED = -1;

  /** The server's id of the body. */
  public int body;

  /** Number of the frame, or {@link #UNNUMBERED}. */
  public long frame = UNNUMBERED;

  /** Whether the server reports the body as tracked. */
  public boolean tracked;

  /** Pose of the body in the server's frame, with the capture time on the server's clock. */
  public final Pose pose = new Pose();

  /** Copies every value of {@code other}. */
  public void set(BodySample other) {
    body = other.body;
    frame = other.frame;
    tracked = other.tracked;
    pose.set(other.pose);
  }
}
