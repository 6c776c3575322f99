package minitaur.hal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Identification of a board: payload of {@link LinkFrame.Type#HELLO}, little-endian, {@link #BYTES}
 * long. Sent at the start and twice per second.
 *
 * <pre>
 *    0  u16     boot id
 *    2  u8      oldest version of minitaur-link that the board supports
 *    3  u8      newest version
 *    4  u16     state frames per second
 *    6  u16     0
 *    8  u8 x24  name, ASCII, padded with zeros
 * </pre>
 *
 * @param bootId new random number at each start
 * @param oldestVersion of the protocol
 * @param newestVersion of the protocol
 * @param stateRateHz state frames per second
 * @param name of the board and its firmware
 */
public record LinkHello(
    int bootId, int oldestVersion, int newestVersion, int stateRateHz, String name) {
  /** Length of the payload. */
  public static final int BYTES = 32;

  private static final int BOOT_ID = 0;
  private static final int OLDEST = 2;
  private static final int NEWEST = 3;
  private static final int RATE = 4;
  private static final int NAME = 8;

  /**
   * Encodes the payload.
   *
   * @param payload Modified.
   * @return {@link #BYTES}
   */
  public int encode(byte[] payload) {
    Arrays.fill(payload, 0, BYTES, (byte) 0);
    LittleEndian.put16(payload, BOOT_ID, bootId);
    LittleEndian.put8(payload, OLDEST, oldestVersion);
    LittleEndian.put8(payload, NEWEST, newestVersion);
    LittleEndian.put16(payload, RATE, stateRateHz);
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, payload, NAME, Math.min(ascii.length, BYTES - NAME));
    return BYTES;
  }

  /**
   * Whether a payload is from the same start of the board.
   *
   * @param payload Not modified.
   */
  public boolean isOfSameStart(byte[] payload, int length) {
    return length == BYTES && LittleEndian.unsigned16(payload, BOOT_ID) == bootId;
  }

  /**
   * Decodes a payload, with a question mark for each unprintable character of the name. Allocates.
   *
   * @param payload Not modified.
   * @return null if the payload is invalid
   */
  public static @Nullable LinkHello decode(byte[] payload, int length) {
    if (length != BYTES) {
      return null;
    }
    int end = NAME;
    while (end < BYTES && payload[end] != 0) {
      end++;
    }
    return new LinkHello(
        LittleEndian.unsigned16(payload, BOOT_ID),
        LittleEndian.unsigned8(payload, OLDEST),
        LittleEndian.unsigned8(payload, NEWEST),
        LittleEndian.unsigned16(payload, RATE),
        new String(payload, NAME, end - NAME, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?"));
  }
}
