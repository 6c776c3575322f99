package minitaur.sim.mocap;

import java.util.List;

/** A motion-capture server on a real socket. Clients may come and go. */
public interface EmulatedMocapServer extends AutoCloseable {
  /** The port that clients connect to. */
  int port();

  /**
   * Sends a frame to every client, as it would be for frames of a real system: at once.
   *
   * @param frame number of the frame
   * @param serverNanos capture time in the server's own time
   * @param bodies always the same ones, in the same order. Not modified, not kept.
   */
  void publish(long frame, long serverNanos, List<EmulatedBody> bodies);

  /** Sends clients away and gives the port back. */
  @Override
  void close();
}
