package minitaur.controller.external;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Frames over a pair of streams, little-endian:
 *
 * <pre>
 *   0   length of the payload in bytes, unsigned 32 bits
 *   4   type, unsigned 32 bits, see {@link FrameType}
 *   8   payload
 * </pre>
 *
 * <p>Allocates nothing once its buffers have grown. Used by one thread.
 */
final class FrameChannel {
  private static final int HEADER_BYTES = 8;
  private static final int MAX_PAYLOAD_BYTES = 1 << 26;
  private static final int MAX_SHOWN_BYTES = 64;

  private final InputStream in;
  private final OutputStream out;
  private byte[] receiveBytes = new byte[1024];
  private ByteBuffer receiveBuffer = littleEndian(receiveBytes);
  private byte[] sendBytes = new byte[1024];
  private ByteBuffer sendBuffer = littleEndian(sendBytes);

  /** A channel that owns none of its streams. */
  FrameChannel(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Begins a frame; the caller puts exactly {@code bytes} bytes and calls {@link #send}. */
  ByteBuffer begin(FrameType type, int bytes) {
    if (sendBytes.length < HEADER_BYTES + bytes) {
      sendBytes = new byte[HEADER_BYTES + bytes];
      sendBuffer = littleEndian(sendBytes);
    }
    sendBuffer.clear().limit(HEADER_BYTES + bytes);
    return sendBuffer.putInt(bytes).putInt(type.code);
  }

  /** Sends the frame that was begun. */
  void send() throws IOException {
    if (sendBuffer.hasRemaining()) {
      throw new IllegalStateException("a frame lacks " + sendBuffer.remaining() + " bytes");
    }
    out.write(sendBytes, 0, sendBuffer.limit());
    out.flush();
  }

  /**
   * Waits for the next frame, whose payload is then available from {@link #payload}.
   *
   * @throws EOFException when the stream ended before the frame
   * @throws FrameException when the bytes are not a frame
   */
  FrameType receive() throws IOException {
    receiveBuffer.clear();
    readFully(HEADER_BYTES);
    int bytes = receiveBuffer.getInt(0);
    FrameType type = FrameType.of(receiveBuffer.getInt(4));
    if (type == null || bytes < 0 || bytes > MAX_PAYLOAD_BYTES) {
      throw new FrameException(describeInvalidFrame());
    }
    if (receiveBytes.length < bytes) {
      receiveBytes = new byte[bytes];
      receiveBuffer = littleEndian(receiveBytes);
    }
    readFully(bytes);
    receiveBuffer.clear().limit(bytes);
    return type;
  }

  /** The payload of the frame received last, positioned at its start. */
  ByteBuffer payload() {
    return receiveBuffer;
  }

  private void readFully(int bytes) throws IOException {
    if (in.readNBytes(receiveBytes, 0, bytes) < bytes) {
      throw new EOFException("the stream ended");
    }
  }

  /** Describes an invalid header and the bytes after it that are available without blocking. */
  private String describeInvalidFrame() throws IOException {
    int more = Math.min(in.available(), MAX_SHOWN_BYTES - HEADER_BYTES);
    int count = HEADER_BYTES + in.readNBytes(receiveBytes, HEADER_BYTES, more);
    String text = new String(receiveBytes, 0, count, StandardCharsets.US_ASCII);
    return "bytes that are not a frame: %s (\"%s\")"
        .formatted(
            HexFormat.ofDelimiter(" ").formatHex(receiveBytes, 0, HEADER_BYTES),
            text.replaceAll("[^ -~]", "."));
  }
}
