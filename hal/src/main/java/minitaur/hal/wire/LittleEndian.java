package minitaur.hal.wire;

/** Reads and writes little-endian numbers in byte arrays; only a put modifies its array. */
final class LittleEndian {
  private LittleEndian() {}

  static int unsigned8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  static int unsigned16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  static int signed16(byte[] bytes, int at) {
    return (short) unsigned16(bytes, at);
  }

  static int signed32(byte[] bytes, int at) {
    return unsigned16(bytes, at) | unsigned16(bytes, at + 2) << 16;
  }

  static float float32(byte[] bytes, int at) {
    return Float.intBitsToFloat(signed32(bytes, at));
  }

  static void put8(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
  }

  static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >>> 8);
  }

  static void put32(byte[] bytes, int at, int value) {
    put16(bytes, at, value);
    put16(bytes, at + 2, value >>> 16);
  }

  static void putFloat32(byte[] bytes, int at, double value) {
    put32(bytes, at, Float.floatToIntBits((float) value));
  }
}
