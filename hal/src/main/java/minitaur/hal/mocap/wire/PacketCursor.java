package minitaur.hal.mocap.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads one little-endian packet sequentially. A read beyond the end returns 0 and marks the cursor
 * as broken, so that a single check after parsing is enough.
 */
final class PacketCursor {
  private byte[] array = new byte[0];
  private ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
  private int at;
  private int end;
  private boolean broken;

  /** Starts reading {@code array} from {@code start} to {@code end}. */
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

  /** Marks the packet as invalid. */
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
   * Reads the number of items that follow.
   *
   * @param leastBytes min length of an item
   * @return number of items, for which the packet has room
   */
  int count(int leastBytes) {
    int count = int32();
    if (count < 0 || count > remaining() / leastBytes) {
      fail();
      return 0;
    }
    return count;
  }

  /** Skips a NUL-terminated text. */
  void skipText() {
    while (at < end) {
      if (bytes.get(at++) == 0) {
        return;
      }
    }
    fail();
  }

  /** Reads a NUL-terminated text. */
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
