package minitaur.hal.wire;

import java.util.zip.CRC32C;

/**
 * Decodes minitaur-link frames from bytes that arrive in chunks of any size. It resynchronizes at
 * the next undamaged frame, because a zero can only be a frame boundary. Errors are counted by
 * kind. Allocates nothing after construction.
 */
public final class LinkDecoder {
  private static final int MAX_BLOCK_BYTES = LinkFrame.MAX_WIRE_BYTES - 2;

  /** Start of the plain frame after unstuffing. */
  private static final int PLAIN_START = 1;

  private final CRC32C crc = new CRC32C();
  private final byte[] block = new byte[MAX_BLOCK_BYTES];
  private int length;
  private boolean overflowed;

  private long damaged;
  private int foreignVersion = -1;
  private LinkFrame.Type type = LinkFrame.Type.STATE;
  private int sequence;
  private int payloadLength;

  /**
   * Decodes one byte.
   *
   * @return whether it completed a frame, which stays valid until the next byte
   */
  public boolean accept(byte value) {
    if (value != 0) {
      if (length < MAX_BLOCK_BYTES) {
        block[length++] = value;
      } else {
        overflowed = true;
      }
      return false;
    }
    boolean complete = length > 0 && decodeFrame();
    length = 0;
    overflowed = false;
    return complete;
  }

  /** Type of the completed frame. */
  public LinkFrame.Type type() {
    return type;
  }

  /** Sequence number of the completed frame, 0 to 65535. */
  public int sequence() {
    return sequence;
  }

  /**
   * Copies the payload of the completed frame.
   *
   * @param out {@link LinkFrame#MAX_PAYLOAD_BYTES} long or longer. Modified.
   * @return length of the payload
   */
  public int payload(byte[] out) {
    System.arraycopy(block, PLAIN_START + LinkFrame.PAYLOAD, out, 0, payloadLength);
    return payloadLength;
  }

  /** Number of blocks between zeros that were not a valid frame: bytes lost, added or changed. */
  public long damaged() {
    return damaged;
  }

  /** Version of the last undamaged frame of another protocol version; -1 for none. */
  public int foreignVersion() {
    return foreignVersion;
  }

  private boolean decodeFrame() {
    int plainLength = overflowed ? -1 : Cobs.decode(block, length);
    int payload = plainLength - LinkFrame.PAYLOAD - LinkFrame.CRC_BYTES;
    if (payload < 0 || !hasValidCrc(plainLength)) {
      damaged++;
      return false;
    }
    // The version is checked before the length, because its position is the same in every version.
    int version = LittleEndian.unsigned8(block, PLAIN_START + LinkFrame.VERSION_OFFSET);
    if (version != LinkFrame.VERSION) {
      foreignVersion = version;
      return false;
    }
    if (LittleEndian.unsigned16(block, PLAIN_START + LinkFrame.LENGTH) != payload) {
      damaged++;
      return false;
    }
    int code = LittleEndian.unsigned8(block, PLAIN_START + LinkFrame.TYPE);
    if (!LinkFrame.Type.isKnown(code)) {
      return false;
    }
    type = LinkFrame.Type.of(code);
    sequence = LittleEndian.unsigned16(block, PLAIN_START + LinkFrame.SEQUENCE);
    payloadLength = payload;
    return true;
  }

  private boolean hasValidCrc(int plainLength) {
    int crcOffset = plainLength - LinkFrame.CRC_BYTES;
    crc.reset();
    crc.update(block, PLAIN_START, crcOffset);
    return LittleEndian.signed32(block, PLAIN_START + crcOffset) == (int) crc.getValue();
  }
}
