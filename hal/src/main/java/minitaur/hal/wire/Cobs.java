package minitaur.hal.wire;

/**
 * Consistent overhead byte stuffing for blocks of at most {@link #MAX_BLOCK_BYTES} bytes: the
 * result contains no zero, so a zero can only be the end of a frame.
 *
 * <p>Source: Cheshire and Baker, Consistent Overhead Byte Stuffing, IEEE/ACM Transactions on
 * Networking 7(2), 1999. A block this short grows by exactly one byte.
 */
final class Cobs {
  /** Max length of a block before stuffing. */
  static final int MAX_BLOCK_BYTES = 253;

  private Cobs() {}

  /**
   * Encodes a block.
   *
   * @param plain Not modified.
   * @param length of the block at the start of {@code plain}, at most {@link #MAX_BLOCK_BYTES}
   * @param out receives {@code length + 1} bytes, starting at {@code at}. Modified.
   * @return {@code length + 1}
   */
  static int encode(byte[] plain, int length, byte[] out, int at) {
    int codeAt = at;
    for (int i = 0; i < length; i++) {
      int to = at + 1 + i;
      if (plain[i] == 0) {
        out[codeAt] = (byte) (to - codeAt);
        codeAt = to;
      } else {
        out[to] = plain[i];
      }
    }
    out[codeAt] = (byte) (at + 1 + length - codeAt);
    return length + 1;
  }

  /**
   * Decodes a block in place.
   *
   * @param block bytes between two zeros. Modified: the plain bytes begin at index 1.
   * @param length of the block at the start of {@code block}
   * @return length of the plain bytes; -1 if this is not a stuffed block
   */
  static int decode(byte[] block, int length) {
    int codeAt = 0;
    while (codeAt < length) {
      int next = codeAt + (block[codeAt] & 0xff);
      if (next == codeAt || next > length) {
        return -1;
      }
      block[codeAt] = 0;
      codeAt = next;
    }
    return length - 1;
  }
}
