package minitaur.hal.serial;

import java.io.IOException;
import jssc.SerialPort;
import jssc.SerialPortException;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;

/**
 * An open serial port through jSSC.
 *
 * <p>jSSC allocates an array for every read; apart from that, nothing is allocated after one frame
 * of each length has been sent. jSSC's reads busy-wait, so only bytes that have arrived are
 * requested. Its writes wait for room without a timeout, so on Linux bytes are written through a
 * {@link NonBlockingPort} instead.
 */
final class JsscSerialLink implements SerialLink {
  private static final int MAX_FRAME_BYTES = 1024;

  /**
   * Max pending output, bytes: a longer backlog would delay commands by milliseconds at 1 Mbaud.
   */
  private static final int MAX_BACKLOG_BYTES = 1024;

  /** Max time to wait for the port to close; a hung device can delay closing by 30 s. */
  private static final long MAX_CLOSE_NANOS = 50_000_000;

  private final String path;
  private final SerialPort port;
  private final @Nullable NonBlockingPort output;
  private final byte[] @Nullable [] frameBuffers = new byte[MAX_FRAME_BYTES + 1][];
  private final byte[] pending = new byte[MAX_FRAME_BYTES];
  private int pendingLength;

  /**
   * @param output port for writing; null to write through jSSC
   */
  JsscSerialLink(String path, SerialPort port, @Nullable NonBlockingPort output) {
    this.path = path;
    this.port = port;
    this.output = output;
  }

  @Override
  public int read(byte[] bytes) throws SerialLinkException {
    try {
      int count = Math.min(port.getInputBufferBytesCount(), bytes.length);
      if (count < 0) {
        throw lostError("unplugged");
      }
      if (count == 0) {
        return 0;
      }
      byte[] arrived = port.readBytes(count);
      System.arraycopy(arrived, 0, bytes, 0, arrived.length);
      return arrived.length;
    } catch (SerialPortException e) {
      throw lostError(e.getExceptionType());
    } catch (RuntimeException e) {
      // Thrown by jSSC's native code with the system's message.
      throw lostError(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean write(byte[] bytes, int length) throws SerialLinkException {
    try {
      if (port.getOutputBufferBytesCount() > MAX_BACKLOG_BYTES) {
        return false;
      }
      return output == null ? writeBlocking(bytes, length) : write(output, bytes, length);
    } catch (SerialPortException e) {
      throw lostError(e.getExceptionType());
    } catch (RuntimeException e) {
      throw lostError(String.valueOf(e.getMessage()));
    }
  }

  private boolean write(NonBlockingPort to, byte[] bytes, int length) throws SerialLinkException {
    if (pendingLength > 0) {
      // The rest of the previous frame, for which there was no room.
      int sent = requireWritten(to.write(pending, pendingLength));
      pendingLength -= sent;
      System.arraycopy(pending, sent, pending, 0, pendingLength);
      if (pendingLength > 0) {
        return false;
      }
    }
    int sent = requireWritten(to.write(bytes, length));
    if (sent == 0) {
      return false;
    }
    pendingLength = length - sent;
    System.arraycopy(bytes, sent, pending, 0, pendingLength);
    return true;
  }

  private int requireWritten(int written) throws SerialLinkException {
    if (written < 0) {
      throw lostError("a write failed");
    }
    return written;
  }

  private boolean writeBlocking(byte[] bytes, int length)
      throws SerialPortException, SerialLinkException {
    byte[] frame = frameBuffers[length];
    if (frame == null) {
      frame = new byte[length];
      frameBuffers[length] = frame;
    }
    System.arraycopy(bytes, 0, frame, 0, length);
    if (!port.writeBytes(frame)) {
      throw lostError("a write failed");
    }
    return true;
  }

  @Override
  public void close() {
    Agent closing = new Agent("minitaur-port-close", Agent.once(this::closePort));
    closing.start();
    closing.join(MAX_CLOSE_NANOS);
  }

  private void closePort() {
    if (output != null) {
      output.flush();
    }
    try {
      port.closePort();
    } catch (IOException | RuntimeException e) {
      // The port is already gone.
    } finally {
      if (output != null) {
        output.close();
      }
    }
  }

  private SerialLinkException lostError(String detail) {
    return new SerialLinkException(
        SerialLinkException.Kind.LOST,
        path + " was lost (" + detail + "); reconnect the board, then the port reopens");
  }
}
