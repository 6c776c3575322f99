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
  private static final int MAX_FRAME = 1024;

  /**
   * Max pending output, bytes: a longer backlog would delay commands by milliseconds at 1 Mbaud.
   */
  private static final int MAX_BACKLOG = 1024;

  /** Max time to wait for the port to close; a hung device can delay closing by 30 s. */
  private static final long LONGEST_CLOSE_NANOS = 50_000_000;

  private final String path;
  private final SerialPort port;
  private final @Nullable NonBlockingPort output;
  private final byte[] @Nullable [] frames = new byte[MAX_FRAME + 1][];
  private final byte[] rest = new byte[MAX_FRAME];
  private int restLength;

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
        throw lost("unplugged");
      }
      if (count == 0) {
        return 0;
      }
      byte[] arrived = port.readBytes(count);
      System.arraycopy(arrived, 0, bytes, 0, arrived.length);
      return arrived.length;
    } catch (SerialPortException e) {
      throw lost(e.getExceptionType());
    } catch (RuntimeException e) {
      // Thrown by jSSC's native code with the system's message.
      throw lost(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean write(byte[] bytes, int length) throws SerialLinkException {
    try {
      if (port.getOutputBufferBytesCount() > MAX_BACKLOG) {
        return false;
      }
      return output == null ? writeWaiting(bytes, length) : write(output, bytes, length);
    } catch (SerialPortException e) {
      throw lost(e.getExceptionType());
    } catch (RuntimeException e) {
      throw lost(String.valueOf(e.getMessage()));
    }
  }

  private boolean write(NonBlockingPort to, byte[] bytes, int length) throws SerialLinkException {
    if (restLength > 0) {
      // The rest of the previous frame, for which there was no room.
      int sent = require(to.write(rest, restLength));
      restLength -= sent;
      System.arraycopy(rest, sent, rest, 0, restLength);
      if (restLength > 0) {
        return false;
      }
    }
    int sent = require(to.write(bytes, length));
    if (sent == 0) {
      return false;
    }
    restLength = length - sent;
    System.arraycopy(bytes, sent, rest, 0, restLength);
    return true;
  }

  private int require(int written) throws SerialLinkException {
    if (written < 0) {
      throw lost("a write failed");
    }
    return written;
  }

  private boolean writeWaiting(byte[] bytes, int length)
      throws SerialPortException, SerialLinkException {
    byte[] frame = frames[length];
    if (frame == null) {
      frame = new byte[length];
      frames[length] = frame;
    }
    System.arraycopy(bytes, 0, frame, 0, length);
    if (!port.writeBytes(frame)) {
      throw lost("a write failed");
    }
    return true;
  }

  @Override
  public void close() {
    Agent closing = new Agent("minitaur-port-close", Agent.once(this::closeNow));
    closing.start();
    closing.join(LONGEST_CLOSE_NANOS);
  }

  private void closeNow() {
    if (output != null) {
      output.discard();
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

  private SerialLinkException lost(String why) {
    return new SerialLinkException(
        SerialLinkException.Kind.LOST,
        path + " was lost (" + why + "); reconnect the board, then the port reopens");
  }
}
