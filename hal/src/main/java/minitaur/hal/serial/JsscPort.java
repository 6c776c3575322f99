package minitaur.hal.serial;

import java.io.IOException;
import java.nio.file.Path;
import jssc.SerialNativeInterface;
import jssc.SerialPort;
import jssc.SerialPortException;
import org.jspecify.annotations.Nullable;

/**
 * A serial port of this computer, identified by its path. A path such as {@code
 * /dev/serial/by-id/...} stays the same when the board is reconnected.
 *
 * @param path of the port
 */
public record JsscPort(String path) implements SerialPortSource {
  private static final int DATA_BITS = 8;

  /**
   * Loads the native libraries, which the first {@link #open} loads otherwise.
   *
   * @throws SerialLinkException when they cannot be loaded
   */
  public static void loadLibraries() throws SerialLinkException {
    try {
      SerialNativeInterface.getNativeLibraryVersion();
    } catch (LinkageError e) {
      throw libraryError(e);
    }
    // There is no such port, but the attempt to open it loads JNA.
    NonBlockingPort.open("");
  }

  @Override
  public String name() {
    return path;
  }

  @Override
  public SerialLink open(int baudRate) throws SerialLinkException {
    NonBlockingPort output = NonBlockingPort.open(path);
    try {
      return open(baudRate, output);
    } catch (SerialLinkException e) {
      if (output != null) {
        output.close();
      }
      throw e;
    }
  }

  private SerialLink open(int baudRate, @Nullable NonBlockingPort output)
      throws SerialLinkException {
    SerialPort port;
    try {
      port = new SerialPort(path);
      port.openPort();
    } catch (SerialPortException e) {
      throw openError(path, e.getExceptionType());
    } catch (LinkageError e) {
      throw libraryError(e);
    }
    boolean isOpen = false;
    try {
      // Also false for a pseudo-terminal, which has no modem lines but accepts the other
      // parameters.
      boolean isConfigured =
          port.setParams(baudRate, DATA_BITS, SerialPort.STOPBITS_1, SerialPort.PARITY_NONE);
      if (!isConfigured && !isPseudoTerminal()) {
        throw new SerialLinkException(
            SerialLinkException.Kind.BAUD_REFUSED,
            "%s does not support %d baud; choose a rate that the port and the board support"
                .formatted(path, baudRate));
      }
      // Data that arrived before the port was opened is outdated.
      port.purgePort(SerialPort.PURGE_RXCLEAR | SerialPort.PURGE_TXCLEAR);
      SerialLink link = new JsscSerialLink(path, port, output);
      isOpen = true;
      return link;
    } catch (SerialPortException e) {
      throw new SerialLinkException(
          SerialLinkException.Kind.LOST, path + " was lost after it was opened: " + e.getMessage());
    } finally {
      if (!isOpen) {
        close(port);
      }
    }
  }

  private static void close(SerialPort port) {
    try {
      port.closePort();
    } catch (SerialPortException ignored) {
      // A lost port cannot be closed.
    }
  }

  private static SerialLinkException libraryError(LinkageError e) {
    return new SerialLinkException(
        SerialLinkException.Kind.UNSUPPORTED,
        "serial ports are unavailable: jSSC's native library does not load, " + e);
  }

  /** Converts a jSSC error type to an exception with a message for the operator. */
  static SerialLinkException openError(String path, String type) {
    return switch (type) {
      case SerialPortException.TYPE_PORT_NOT_FOUND ->
          new SerialLinkException(
              SerialLinkException.Kind.ABSENT,
              path
                  + ": no such port; check that the board is plugged in (ls /dev/serial/by-id lists"
                  + " the ports)");
      case SerialPortException.TYPE_PORT_BUSY, SerialPortException.TYPE_PORT_ALREADY_OPENED ->
          new SerialLinkException(
              SerialLinkException.Kind.BUSY,
              path
                  + " is in use by another program; close it (find it with fuser -v "
                  + path
                  + ")");
      case SerialPortException.TYPE_PERMISSION_DENIED ->
          new SerialLinkException(
              SerialLinkException.Kind.NO_PERMISSION,
              path
                  + ": permission denied; join the group dialout (sudo usermod -aG dialout $USER)"
                  + " and log in again");
      case SerialPortException.TYPE_INCORRECT_SERIAL_PORT ->
          new SerialLinkException(
              SerialLinkException.Kind.NOT_SERIAL, path + " is not a serial port");
      default ->
          new SerialLinkException(
              SerialLinkException.Kind.UNSUPPORTED, path + " cannot be opened: " + type);
    };
  }

  private boolean isPseudoTerminal() {
    try {
      return Path.of(path).toRealPath().startsWith("/dev/pts");
    } catch (IOException e) {
      return false;
    }
  }
}
