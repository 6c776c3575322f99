package minitaur.hal.serial;

/**
 * Byte stream to and from a board, over a serial port, a pseudo-terminal or memory. Not
 * thread-safe. No call waits for bytes or for room.
 */
public interface SerialLink extends AutoCloseable {
  /**
   * Reads the bytes that have arrived.
   *
   * @param bytes buffer to fill. Modified.
   * @return number of bytes, 0 if there are none
   * @throws SerialLinkException when the link is lost
   */
  int read(byte[] bytes) throws SerialLinkException;

  /**
   * Sends a complete frame, or nothing if the link has no room or has such a backlog that the frame
   * would be outdated on arrival. Never waits.
   *
   * @param bytes Not modified, not kept.
   * @param length of the frame at the start of {@code bytes}
   * @return whether it was sent
   * @throws SerialLinkException when the link is lost
   */
  boolean write(byte[] bytes, int length) throws SerialLinkException;

  /** Closes the link within a bounded time, regardless of the state of the device. */
  @Override
  void close();
}
