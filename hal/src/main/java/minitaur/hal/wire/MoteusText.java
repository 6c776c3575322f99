package minitaur.hal.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The diagnostic text channel of a moteus controller in a CAN-FD frame: commands such as {@code
 * conf get servo.timeout_mode}, and their replies, which the host must request piece by piece.
 *
 * <pre>
 *   | 0x40 | channel 1 | n | n bytes of text to the controller |
 *   | 0x42 | channel 1 | max number of bytes of the reply      |
 *   | 0x41 | channel 1 | n | n bytes of text to the host       |
 * </pre>
 *
 * Source: subframes of the tunneled stream in the moteus reference.
 */
public final class MoteusText {
  /** Max length of the text in a frame, bytes. */
  public static final int MAX_TEXT_BYTES = FdcanusbLine.MAX_DATA_BYTES - 3;

  private static final int TO_CONTROLLER = 0x40;
  private static final int TO_HOST = 0x41;
  private static final int POLL = 0x42;
  private static final int CHANNEL = 1;

  private MoteusText() {}

  /**
   * Encodes a text to a controller.
   *
   * @param data Modified.
   * @return number of bytes
   * @throws IllegalArgumentException when the text is longer than {@link #MAX_TEXT_BYTES}
   */
  public static int encodeCommand(String text, byte[] data) {
    return encode(TO_CONTROLLER, text, data);
  }

  /**
   * Encodes a text to the host.
   *
   * @param data Modified.
   * @return number of bytes
   */
  public static int encodeReply(String text, byte[] data) {
    return encode(TO_HOST, text, data);
  }

  /**
   * Encodes a request for a piece of the reply.
   *
   * @param data Modified.
   * @return number of bytes
   */
  public static int encodePoll(byte[] data) {
    data[0] = POLL;
    data[1] = CHANNEL;
    data[2] = MAX_TEXT_BYTES;
    return 3;
  }

  /** The text to a controller in a frame; null when there is none. */
  public static @Nullable String decodeCommand(byte[] data, int length) {
    return decode(TO_CONTROLLER, data, length);
  }

  /** The text to the host in a frame, which may be empty; null when there is none. */
  public static @Nullable String decodeReply(byte[] data, int length) {
    return decode(TO_HOST, data, length);
  }

  /** Whether a frame requests a piece of the reply. */
  public static boolean isPoll(byte[] data, int length) {
    return length >= 3 && data[0] == POLL && data[1] == CHANNEL;
  }

  private static int encode(int code, String text, byte[] data) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "%d bytes of text; a frame holds %d".formatted(bytes.length, MAX_TEXT_BYTES));
    }
    data[0] = (byte) code;
    data[1] = CHANNEL;
    data[2] = (byte) bytes.length;
    System.arraycopy(bytes, 0, data, 3, bytes.length);
    return 3 + bytes.length;
  }

  private static @Nullable String decode(int code, byte[] data, int length) {
    if (length < 3 || data[0] != code || data[1] != CHANNEL) {
      return null;
    }
    int count = data[2];
    return count < 0 || 3 + count > length
        ? null
        : new String(data, 3, count, StandardCharsets.US_ASCII);
  }
}
