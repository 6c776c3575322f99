package minitaur.hal.serial;

import java.io.IOException;
import jssc.SerialPort;
import jssc.SerialPortException;
import org.jspecify.annotations.Nullable;

/**
 * An open serial port through jSSC.
 *
 * <p>jSSC allocates an array for every read; nothing else here does after each length of frame was
 * sent once. It has reads that wait in a busy loop, so that only bytes which have arrived are ever
 * asked for, and writes that wait for room, so that nothing is written into a full buffer.
 */
final class JsscSerialLink implements SerialLink {
  private static final int LONGEST_FRAME = 1024;

  /** Waiting output beyond this is some milliseconds old at 1 Mbaud. */
  private static final int LONGEST_BACKLOG = 1024;

  private final String path;
  private final SerialPort port;
  private final byte[] @Nullable [] frames = new byte[LONGEST_FRAME + 1][];

  JsscSerialLink(String path, SerialPort port) {
    this.path = path;
    this.port = port;
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
      // jSSC's native side throws these with the system's words.
      throw lost(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean write(byte[] bytes, int length) throws SerialLinkException {
    try {
      if (port.getOutputBufferBytesCount() > LONGEST_BACKLOG) {
        return false;
      }
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
    } catch (SerialPortException e) {
      throw lost(e.getExceptionType());
    } catch (RuntimeException e) {
      throw lost(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    try {
      port.closePort();
    } catch (IOException | RuntimeException e) {
      // A port that is gone cannot be closed, and there is nothing else to do about it.
      return;
    }
  }

  private SerialLinkException lost(String why) {
    return new SerialLinkException(
        SerialLinkException.Kind.LOST,
        path + " is gone (" + why + "); plug the board in again, it is then reopened");
  }
}
