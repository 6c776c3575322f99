package minitaur.hal.serial;

/**
 * Bytes to and from a board, over a port, a pseudo-terminal or memory. One thread owns it. No call
 * waits for bytes or for room.
 */
public interface SerialLink extends AutoCloseable {
  /**
   * Reads what has arrived.
   *
   * @param bytes gets at most its length. Modified.
   * @return how many bytes, 0 when there are none
   * @throws SerialLinkException when the link is gone
   */
  int read(byte[] bytes) throws SerialLinkException;

  /**
   * Sends a whole frame, or nothing when the link has no room for it or is so far behind that the
   * frame would be outdated on arrival. Never waits.
   *
   * @param bytes Not modified, not kept.
   * @param length of the frame at the beginning of {@code bytes}
   * @return whether it was sent
   * @throws SerialLinkException when the link is gone
   */
  boolean write(byte[] bytes, int length) throws SerialLinkException;

  /** Closes the link within a bounded time, whatever state the device is in. */
  @Override
  void close();
}
