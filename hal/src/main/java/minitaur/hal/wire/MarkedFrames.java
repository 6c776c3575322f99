package minitaur.hal.wire;

/**
 * Finds frames of a fixed length that begin with {@code AA BB}, in bytes that come in pieces of any
 * size. A frame that its reader refuses is searched for another beginning, so that nothing good is
 * lost behind something bad. Allocates nothing after construction.
 */
public final class MarkedFrames {
  private final byte[] frame;
  private int length;
  private long skipped;

  /**
   * @param bytes length of a frame
   */
  public MarkedFrames(int bytes) {
    frame = new byte[bytes];
  }

  /**
   * Takes a byte.
   *
   * @return whether {@link #frame} may be one: {@link #accepted} or {@link #refused} must be said
   */
  public boolean accept(byte value) {
    frame[length++] = value;
    if (length <= 2 && !startsRight()) {
      shiftToMark();
    }
    return length == frame.length;
  }

  /** The bytes that may be a frame. Not to be modified. */
  public byte[] frame() {
    return frame;
  }

  /** It was one: the next byte begins another. */
  public void accepted() {
    length = 0;
  }

  /** It was none: its second byte may begin one. */
  public void refused() {
    shiftToMark();
  }

  /** Bytes that belonged to no frame. */
  public long skipped() {
    return skipped;
  }

  /** Drops at least one byte, then what cannot begin a frame. */
  private void shiftToMark() {
    int start = 1;
    while (start < length && !canStart(start)) {
      start++;
    }
    skipped += start;
    length -= start;
    System.arraycopy(frame, start, frame, 0, length);
  }

  private boolean canStart(int at) {
    return (frame[at] & 0xff) == GhostFrame.FIRST_MARK
        && (at + 1 == length || (frame[at + 1] & 0xff) == GhostFrame.SECOND_MARK);
  }

  private boolean startsRight() {
    return (frame[0] & 0xff) == GhostFrame.FIRST_MARK
        && (length == 1 || (frame[1] & 0xff) == GhostFrame.SECOND_MARK);
  }
}
