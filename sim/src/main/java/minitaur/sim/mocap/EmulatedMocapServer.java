package minitaur.sim.mocap;

import java.util.List;

/**
 * An emulated motion-capture server on a real socket. Clients may connect and disconnect at any
 * time.
 */
public interface EmulatedMocapServer extends AutoCloseable {
  /** The port that clients connect to. */
  int port();

  /**
   * Sends a frame to every client immediately.
   *
   * @param frame frame number
   * @param serverNanos capture time on the server's clock
   * @param bodies same bodies in the same order in every call. Not modified, not kept.
   */
  void publish(long frame, long serverNanos, List<EmulatedBody> bodies);

  /** Disconnects all clients and releases the port. */
  @Override
  void close();
}
