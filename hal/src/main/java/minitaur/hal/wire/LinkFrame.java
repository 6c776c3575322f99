package minitaur.hal.wire;

import java.util.zip.CRC32C;

/**
 * Frame layout and encoder of minitaur-link. A frame before stuffing, little-endian:
 *
 * <pre>
 *   0         1         2                   4                   6             6 + n
 *   +---------+---------+---------+---------+---------+---------+--- ... ---+---- ... ----+
 *   | version |  type   |   length n        |    sequence       |  payload  |   CRC-32C   |
 *   +---------+---------+---------+---------+---------+---------+--- ... ---+---- ... ----+
 *    u8        u8        u16                 u16                 n bytes     u32, of all before
 * </pre>
 *
 * <p>On the wire: a zero, the frame under {@link Cobs}, a zero. {@code docs/minitaur-link.md} is
 * the specification.
 */
public final class LinkFrame {
  /** Supported protocol version. */
  public static final int VERSION = 1;

  /** Max length of a payload. */
  public static final int MAX_PAYLOAD_BYTES = 128;

  /** Max length of a frame on the wire, including both zeros. */
  public static final int MAX_WIRE_BYTES =
      LinkFrame.PAYLOAD + MAX_PAYLOAD_BYTES + LinkFrame.CRC_BYTES + 3;

  static final int VERSION_OFFSET = 0;
  static final int TYPE = 1;
  static final int LENGTH = 2;
  static final int SEQUENCE = 4;
  static final int PAYLOAD = 6;
  static final int CRC_BYTES = 4;

  private final CRC32C crc = new CRC32C();
  private final byte[] plain = new byte[PAYLOAD + MAX_PAYLOAD_BYTES + CRC_BYTES];

  /** Type of the payload. */
  public enum Type {
    /** From the board: sensor values. */
    STATE(1),
    /** To the board: motor command. */
    COMMAND(2),
    /** From the board: identification. */
    HELLO(3);

    private static final Type[] VALUES = values();

    private final int code;

    Type(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static boolean isKnown(int code) {
      return code >= 1 && code <= VALUES.length;
    }

    static Type of(int code) {
      return VALUES[code - 1];
    }
  }

  /**
   * Encodes a frame.
   *
   * @param sequence sequence number, of which the low 16 bits are sent
   * @param payload Not modified.
   * @param length of the payload
   * @param wire receives the bytes, starting at index 0. Modified.
   * @return number of bytes for the wire
   */
  public int encode(Type type, int sequence, byte[] payload, int length, byte[] wire) {
    return encode(VERSION, type, sequence, payload, length, wire);
  }

  /** Same as {@link #encode(Type, int, byte[], int, byte[])}, with another version. */
  public int encode(int version, Type type, int sequence, byte[] payload, int length, byte[] wire) {
    if (length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "a payload has at most " + MAX_PAYLOAD_BYTES + " bytes, not " + length);
    }
    LittleEndian.put8(plain, VERSION_OFFSET, version);
    LittleEndian.put8(plain, TYPE, type.code());
    LittleEndian.put16(plain, LENGTH, length);
    LittleEndian.put16(plain, SEQUENCE, sequence);
    System.arraycopy(payload, 0, plain, PAYLOAD, length);
    int crcOffset = PAYLOAD + length;
    crc.reset();
    crc.update(plain, 0, crcOffset);
    LittleEndian.put32(plain, crcOffset, (int) crc.getValue());
    wire[0] = 0;
    int encodedLength = Cobs.encode(plain, crcOffset + CRC_BYTES, wire, 1);
    wire[1 + encodedLength] = 0;
    return encodedLength + 2;
  }
}
