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
  private int offset;
  private int end;
  private boolean broken;

  /** Starts reading {@code array} from {@code start} to {@code end}. */
  void reset(byte[] array, int start, int end) {
    if (array != this.array) {
      this.array = array;
      bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }
    offset = start;
    this.end = end;
    broken = false;
  }

  boolean isBroken() {
    return broken;
  }

  int position() {
    return offset;
  }

  int remaining() {
    return end - offset;
  }

  void seek(int position) {
    offset = position;
  }

  /** Marks the packet as invalid. */
  void fail() {
    broken = true;
    offset = end;
  }

  void skip(long count) {
    if (count < 0 || count > remaining()) {
      fail();
    } else {
      offset += (int) count;
    }
  }

  int uint8() {
    return advance(1) ? bytes.get(offset - 1) & 0xFF : 0;
  }

  int uint16() {
    return advance(2) ? bytes.getShort(offset - 2) & 0xFFFF : 0;
  }

  int int32() {
    return advance(4) ? bytes.getInt(offset - 4) : 0;
  }

  long int64() {
    return advance(8) ? bytes.getLong(offset - 8) : 0;
  }

  float float32() {
    return advance(4) ? bytes.getFloat(offset - 4) : 0;
  }

  double float64() {
    return advance(8) ? bytes.getDouble(offset - 8) : 0;
  }

  /**
   * Reads the number of items that follow.
   *
   * @param minItemBytes min length of an item
   * @return number of items, for which the packet has room
   */
  int count(int minItemBytes) {
    int count = int32();
    if (count < 0 || count > remaining() / minItemBytes) {
      fail();
      return 0;
    }
    return count;
  }

  /** Skips a NUL-terminated text. */
  void skipText() {
    while (offset < end) {
      if (bytes.get(offset++) == 0) {
        return;
      }
    }
    fail();
  }

  /** Reads a NUL-terminated text. */
  String text() {
    int start = offset;
    skipText();
    return broken ? "" : WireText.read(array, start, offset - start);
  }

  /** Reads a text in a field of fixed length. */
  String text(int length) {
    return advance(length) ? WireText.read(array, offset - length, length) : "";
  }

  private boolean advance(int count) {
    if (count > remaining()) {
      fail();
      return false;
    }
    offset += count;
    return true;
  }
}
