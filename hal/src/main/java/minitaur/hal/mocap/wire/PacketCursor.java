package minitaur.hal.mocap.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks through one little-endian packet. Whatever would lie beyond the end reads as 0 and breaks
 * the cursor for good, so that a walk can be judged once, at its end.
 */
final class PacketCursor {
  private byte[] array = new byte[0];
  private ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
  private int at;
  private int end;
  private boolean broken;

  /** Starts a walk from {@code start} to {@code end} of {@code array}. */
  void begin(byte[] array, int start, int end) {
    if (array != this.array) {
      this.array = array;
      bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }
    at = start;
    this.end = end;
    broken = false;
  }

  boolean isBroken() {
    return broken;
  }

  int position() {
    return at;
  }

  int remaining() {
    return end - at;
  }

  void seek(int position) {
    at = position;
  }

  /** Marks the packet as not worth reading on. */
  void fail() {
    broken = true;
    at = end;
  }

  void skip(long count) {
    if (count < 0 || count > remaining()) {
      fail();
    } else {
      at += (int) count;
    }
  }

  int uint8() {
    return take(1) ? bytes.get(at - 1) & 0xFF : 0;
  }

  int uint16() {
    return take(2) ? bytes.getShort(at - 2) & 0xFFFF : 0;
  }

  int int32() {
    return take(4) ? bytes.getInt(at - 4) : 0;
  }

  long int64() {
    return take(8) ? bytes.getLong(at - 8) : 0;
  }

  float float32() {
    return take(4) ? bytes.getFloat(at - 4) : 0;
  }

  double float64() {
    return take(8) ? bytes.getDouble(at - 8) : 0;
  }

  /**
   * Reads how many things follow.
   *
   * @param leastBytes the least that one of them takes
   * @return a number of things for which there is room
   */
  int count(int leastBytes) {
    int count = int32();
    if (count < 0 || count > remaining() / leastBytes) {
      fail();
      return 0;
    }
    return count;
  }

  /** Skips a text that a NUL ends. */
  void skipText() {
    while (at < end) {
      if (bytes.get(at++) == 0) {
        return;
      }
    }
    fail();
  }

  /** Reads a text that a NUL ends. */
  String text() {
    int start = at;
    skipText();
    return broken ? "" : WireText.read(array, start, at - start);
  }

  /** Reads a text in a field of fixed length. */
  String text(int length) {
    return take(length) ? WireText.read(array, at - length, length) : "";
  }

  private boolean take(int count) {
    if (count > remaining()) {
      fail();
      return false;
    }
    at += count;
    return true;
  }
}
