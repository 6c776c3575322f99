package minitaur.hal.wire;

/**
 * Finds frames of a fixed length that begin with the sync bytes {@code AA BB} in bytes that arrive
 * in chunks of any size. A rejected frame is searched for another start, so that no valid frame
 * after an invalid one is lost. Allocates nothing after construction.
 */
public final class FrameScanner {
  private final byte[] frame;
  private int length;
  private long skipped;

  /**
   * @param bytes length of a frame
   */
  public FrameScanner(int bytes) {
    frame = new byte[bytes];
  }

  /**
   * Adds a byte.
   *
   * @return whether {@link #frame} may be a frame; the caller must then call {@link #acceptFrame}
   *     or {@link #rejectFrame}
   */
  public boolean accept(byte value) {
    frame[length++] = value;
    if (length <= 2 && !canStartFrame(0)) {
      resynchronize();
    }
    return length == frame.length;
  }

  /** The bytes that may be a frame. Must not be modified. */
  public byte[] frame() {
    return frame;
  }

  /** Accepts the frame: the next byte begins another one. */
  public void acceptFrame() {
    length = 0;
  }

  /** Rejects the frame: another one may begin at its second byte or later. */
  public void rejectFrame() {
    resynchronize();
  }

  /** Number of bytes that belonged to no frame. */
  public long skipped() {
    return skipped;
  }

  /** Drops the first byte and the following bytes that cannot begin a frame. */
  private void resynchronize() {
    int start = 1;
    while (start < length && !canStartFrame(start)) {
      start++;
    }
    skipped += start;
    length -= start;
    System.arraycopy(frame, start, frame, 0, length);
  }

  private boolean canStartFrame(int at) {
    return (frame[at] & 0xff) == GhostFrame.FIRST_SYNC_BYTE
        && (at + 1 == length || (frame[at + 1] & 0xff) == GhostFrame.SECOND_SYNC_BYTE);
  }
}
