package minitaur.hal.serial;

/**
 * Byte stream to and from a board, over a serial port, a pseudo-terminal or memory. Not
 * thread-safe. No method blocks to wait for bytes or for buffer space.
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
   * Sends a complete frame, or nothing if the link's buffer is full or its backlog is so long that
   * the frame would be outdated on arrival. Never blocks.
   *
   * @param bytes buffer that starts with the frame. Not modified, not kept.
   * @param length length of the frame
   * @return whether the frame was sent
   * @throws SerialLinkException when the link is lost
   */
  boolean write(byte[] bytes, int length) throws SerialLinkException;

  /** Closes the link within a bounded time, regardless of the state of the device. */
  @Override
  void close();
}
