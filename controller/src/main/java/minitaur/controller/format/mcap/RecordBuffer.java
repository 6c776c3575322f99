package minitaur.controller.format.mcap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * A growable buffer of records. A record consists of an opcode, the length of its content as u64,
 * and the content; all numbers are little-endian.
 */
final class RecordBuffer {
  private static final int LENGTH_BYTES = 8;

  private ByteBuffer bytes;

  RecordBuffer(int capacity) {
    bytes = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Number of bytes. */
  int size() {
    return bytes.position();
  }

  void clear() {
    bytes.clear();
  }

  /** The buffered bytes, ready for reading; valid until more is added. */
  ByteBuffer content() {
    return bytes.duplicate().flip();
  }

  /** A copy of the buffered bytes. */
  byte[] toArray() {
    return Arrays.copyOf(bytes.array(), size());
  }

  /**
   * Begins a record.
   *
   * @return its start position, for {@link #end}
   */
  int begin(Opcode opcode) {
    int start = size();
    u8(opcode.code());
    u64(0);
    return start;
  }

  /** Ends the record that began at {@code start} and fills in its length. */
  void end(int start) {
    bytes.putLong(start + 1, size() - start - 1 - LENGTH_BYTES);
  }

  RecordBuffer u8(int value) {
    ensureCapacity(1).put((byte) value);
    return this;
  }

  RecordBuffer u16(int value) {
    ensureCapacity(2).putShort((short) value);
    return this;
  }

  RecordBuffer u32(long value) {
    ensureCapacity(4).putInt((int) value);
    return this;
  }

  RecordBuffer u64(long value) {
    ensureCapacity(8).putLong(value);
    return this;
  }

  RecordBuffer bytes(byte[] source, int length) {
    ensureCapacity(length).put(source, 0, length);
    return this;
  }

  RecordBuffer bytes(RecordBuffer source) {
    ensureCapacity(source.size()).put(source.content());
    return this;
  }

  /** Appends a text, prefixed with its number of bytes as u32. */
  RecordBuffer string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return u32(utf8.length).bytes(utf8, utf8.length);
  }

  /** Appends pairs of texts, prefixed with their total number of bytes as u32. */
  RecordBuffer stringMap(Map<String, String> pairs) {
    RecordBuffer content = new RecordBuffer(256);
    pairs.forEach((key, value) -> content.string(key).string(value));
    return u32(content.size()).bytes(content);
  }

  private ByteBuffer ensureCapacity(int length) {
    if (bytes.remaining() < length) {
      int capacity = Math.max(2 * bytes.capacity(), size() + length);
      bytes = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(content());
    }
    return bytes;
  }
}
