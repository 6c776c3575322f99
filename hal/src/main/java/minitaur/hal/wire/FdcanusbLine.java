package minitaur.hal.wire;

/**
 * Codec of fdcanusb's text lines, each with one CAN-FD frame: {@code can send 8001 0a1b...} to the
 * bus, {@code rcv 100 0a1b... flags} from the bus. Identifier and bytes are hexadecimal. Accepts
 * characters in chunks of any size; allocates nothing after construction.
 *
 * <p>The line has no checksum; USB and CAN have their own.
 */
public final class FdcanusbLine {
  /** Max number of bytes in a CAN-FD frame. */
  public static final int MAX_DATA_BYTES = 64;

  /** Max number of characters in a line to the bus. */
  public static final int MAX_LINE_BYTES = "can send 8001 \n".length() + 2 * MAX_DATA_BYTES;

  /** Padding to a valid CAN-FD length: the register protocol's no-op. */
  private static final byte NO_OP = 0x50;

  private static final int MAX_TEXT_BYTES = 256;
  private static final byte[] SEND = {'c', 'a', 'n', ' ', 's', 'e', 'n', 'd', ' '};
  private static final byte[] RECEIVED = {'r', 'c', 'v', ' '};
  private static final byte[] OK = {'O', 'K'};
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final byte[] text = new byte[MAX_TEXT_BYTES];
  private final byte[] data = new byte[MAX_DATA_BYTES];
  private final byte[] prefix;
  private int textLength;
  private boolean overflowed;
  private int identifier;
  private int dataLength;
  private long damaged;
  private long acknowledged;

  private FdcanusbLine(byte[] prefix) {
    this.prefix = prefix;
  }

  /** Creates a decoder of lines from the bus. */
  public static FdcanusbLine fromBus() {
    return new FdcanusbLine(RECEIVED);
  }

  /** Creates a decoder of lines to the bus. */
  public static FdcanusbLine toBus() {
    return new FdcanusbLine(SEND);
  }

  /**
   * Decodes a character.
   *
   * @return whether it completed a frame, which stays valid until the next character
   */
  public boolean accept(byte value) {
    if (value != '\n' && value != '\r') {
      if (textLength < MAX_TEXT_BYTES) {
        text[textLength++] = value;
      } else {
        overflowed = true;
      }
      return false;
    }
    boolean isOk = !overflowed && startsWith(OK);
    acknowledged += isOk ? 1 : 0;
    boolean ignored = textLength == 0 || isOk;
    boolean complete = !ignored && !overflowed && parse();
    if (!ignored && !complete) {
      damaged++;
    }
    textLength = 0;
    overflowed = false;
    return complete;
  }

  /** Identifier of the frame: sender in bits 8 to 14, receiver below, bit 15 requests a reply. */
  public int identifier() {
    return identifier;
  }

  /** Data of the frame. Must not be modified. */
  public byte[] data() {
    return data;
  }

  /** Length of the data. */
  public int dataLength() {
    return dataLength;
  }

  /** Number of lines that were not a valid frame. */
  public long damaged() {
    return damaged;
  }

  /** Number of commands acknowledged by the adapter, whether or not a controller replied. */
  public long acknowledged() {
    return acknowledged;
  }

  /**
   * Encodes a line to the bus.
   *
   * @param data Not modified.
   * @param out receives the line, starting at {@code at}. Modified.
   * @return position of the end of the line
   */
  public static int encodeSend(int identifier, byte[] data, int length, byte[] out, int at) {
    System.arraycopy(SEND, 0, out, at, SEND.length);
    return appendFrame(identifier, data, length, out, at + SEND.length);
  }

  /**
   * Encodes a line from the bus.
   *
   * @param data Not modified.
   * @param out receives the line, starting at {@code at}. Modified.
   * @return position of the end of the line
   */
  public static int encodeReceived(int identifier, byte[] data, int length, byte[] out, int at) {
    System.arraycopy(RECEIVED, 0, out, at, RECEIVED.length);
    return appendFrame(identifier, data, length, out, at + RECEIVED.length);
  }

  private static int appendFrame(int identifier, byte[] data, int length, byte[] out, int at) {
    int offset = at;
    for (int shift = 12; shift >= 0; shift -= 4) {
      if (identifier >> shift != 0 || shift == 0) {
        out[offset++] = DIGITS[identifier >> shift & 0xf];
      }
    }
    out[offset++] = ' ';
    for (int i = 0; i < roundUp(length); i++) {
      byte value = i < length ? data[i] : NO_OP;
      out[offset++] = DIGITS[value >> 4 & 0xf];
      out[offset++] = DIGITS[value & 0xf];
    }
    out[offset++] = '\n';
    return offset;
  }

  /** Rounds up to a valid CAN-FD length. */
  private static int roundUp(int length) {
    if (length <= 8) {
      return length;
    }
    if (length <= 24) {
      return (length + 3) / 4 * 4;
    }
    return length <= 32 ? 32 : length <= 48 ? 48 : MAX_DATA_BYTES;
  }

  private boolean parse() {
    if (!startsWith(prefix)) {
      return false;
    }
    int at = prefix.length;
    identifier = 0;
    int first = at;
    while (at < textLength && digit(at) >= 0 && at - first < 4) {
      identifier = identifier << 4 | digit(at++);
    }
    if (at == first || at >= textLength || text[at++] != ' ') {
      return false;
    }
    dataLength = 0;
    while (at + 1 < textLength && digit(at) >= 0 && digit(at + 1) >= 0) {
      if (dataLength == MAX_DATA_BYTES) {
        return false;
      }
      data[dataLength++] = (byte) (digit(at) << 4 | digit(at + 1));
      at += 2;
    }
    // Flags may follow after a space.
    return dataLength > 0 && (at == textLength || text[at] == ' ');
  }

  private int digit(int at) {
    return Character.digit((char) (text[at] & 0xff), 16);
  }

  private boolean startsWith(byte[] start) {
    if (textLength < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (text[i] != start[i]) {
        return false;
      }
    }
    return true;
  }
}
