package minitaur.hal.mocap.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Collects a stream of bytes until a complete message is available. Grows up to a limit; longer
 * messages can be skipped unread. Positions are relative to the first byte that was not consumed.
 */
final class MessageBuffer {
  private static final int INITIAL_CAPACITY = 16 * 1024;

  private final int limit;
  private ByteBuffer bytes;
  private int start;
  private int end;
  private int bytesToSkip;

  MessageBuffer(ByteOrder order, int limit) {
    this.limit = limit;
    bytes = ByteBuffer.allocate(Math.min(INITIAL_CAPACITY, limit)).order(order);
  }

  /** Max length of a message that can be collected. */
  int limit() {
    return limit;
  }

  /**
   * Appends as many bytes as fit; at least one unless a complete message of up to the limit is
   * pending.
   *
   * @param source Not modified.
   * @return number of bytes appended
   */
  int append(byte[] source, int offset, int length) {
    if (bytesToSkip > 0) {
      int skipped = Math.min(bytesToSkip, length);
      bytesToSkip -= skipped;
      return skipped;
    }
    if (start > 0) {
      System.arraycopy(bytes.array(), start, bytes.array(), 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == bytes.capacity() && end < limit) {
      ByteBuffer larger =
          ByteBuffer.allocate(Math.min(limit, 2 * bytes.capacity())).order(bytes.order());
      larger.put(bytes.array(), 0, end).clear();
      bytes = larger;
    }
    int appended = Math.min(length, bytes.capacity() - end);
    System.arraycopy(source, offset, bytes.array(), end, appended);
    end += appended;
    return appended;
  }

  /** Number of pending bytes. */
  int available() {
    return end - start;
  }

  /** Consumes {@code count} bytes, including bytes that have not arrived yet. */
  void consume(int count) {
    int consumed = Math.min(count, available());
    start += consumed;
    bytesToSkip = count - consumed;
  }

  void clear() {
    start = 0;
    end = 0;
    bytesToSkip = 0;
  }

  int intAt(int position) {
    return bytes.getInt(start + position);
  }

  long longAt(int position) {
    return bytes.getLong(start + position);
  }

  float floatAt(int position) {
    return bytes.getFloat(start + position);
  }

  double doubleAt(int position) {
    return bytes.getDouble(start + position);
  }

  /** Text of up to {@code length} bytes, up to the first NUL. */
  String textAt(int position, int length) {
    return WireText.read(bytes.array(), start + position, length);
  }
}
