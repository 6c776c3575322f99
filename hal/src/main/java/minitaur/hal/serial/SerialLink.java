package minitaur.hal.serial;

/**
 * Bytes to and from a board: the second seam, under which ports, pseudo-terminals and plain memory
 * stand alike. One thread owns it. No call waits for bytes.
 */
public interface SerialLink extends AutoCloseable {
  /**
   * Takes what has arrived.
   *
   * @param bytes gets at most its length. Modified.
   * @return how many bytes, 0 when there are none
   * @throws SerialLinkException when the link is gone
   */
  int read(byte[] bytes) throws SerialLinkException;

  /**
   * Sends a frame whole, or not at all when the line is so far behind that it would be old when it
   * arrived.
   *
   * @param bytes Not modified, not kept.
   * @param length of the frame at the beginning of {@code bytes}
   * @return whether it was sent
   * @throws SerialLinkException when the link is gone
   */
  boolean write(byte[] bytes, int length) throws SerialLinkException;

  @Override
  void close();
}
