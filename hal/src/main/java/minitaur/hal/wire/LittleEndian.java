package minitaur.hal.wire;

/** Reads and writes little-endian numbers in byte arrays. */
final class LittleEndian {
  private LittleEndian() {}

  /**
   * @param bytes Not modified.
   */
  static int unsigned8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  /**
   * @param bytes Not modified.
   */
  static int unsigned16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  /**
   * @param bytes Not modified.
   */
  static int signed16(byte[] bytes, int at) {
    return (short) unsigned16(bytes, at);
  }

  /**
   * @param bytes Not modified.
   */
  static int signed32(byte[] bytes, int at) {
    return unsigned16(bytes, at) | unsigned16(bytes, at + 2) << 16;
  }

  /**
   * @param bytes Not modified.
   */
  static float float32(byte[] bytes, int at) {
    return Float.intBitsToFloat(signed32(bytes, at));
  }

  /**
   * @param bytes Modified.
   */
  static void put8(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
  }

  /**
   * @param bytes Modified.
   */
  static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >>> 8);
  }

  /**
   * @param bytes Modified.
   */
  static void put32(byte[] bytes, int at, int value) {
    put16(bytes, at, value);
    put16(bytes, at + 2, value >>> 16);
  }

  /**
   * @param bytes Modified.
   */
  static void putFloat32(byte[] bytes, int at, double value) {
    put32(bytes, at, Float.floatToIntBits((float) value));
  }
}
