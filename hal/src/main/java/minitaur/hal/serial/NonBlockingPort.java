package minitaur.hal.serial;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.jspecify.annotations.Nullable;

/**
 * Second file descriptor of a serial port on Linux, for features that jSSC lacks: non-blocking
 * writes, an advisory lock, and discarding output that a hung device never accepts. The C functions
 * are bound directly, so that a write allocates nothing.
 */
final class NonBlockingPort {
  private static final int O_WRONLY = 1;
  private static final int O_NOCTTY = 0x100;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int LOCK_EX_NB = 2 | 4;
  private static final int TCIOFLUSH = 2;
  private static final int EAGAIN = 11;
  private static final int EINTR = 4;

  private final int descriptor;

  private NonBlockingPort(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Opens and locks the port.
   *
   * @return the port; null if this is not possible: jSSC then either reports why the port cannot be
   *     opened, or works without it
   * @throws SerialLinkException when another program has locked it
   */
  static @Nullable NonBlockingPort open(String path) throws SerialLinkException {
    if (!Platform.isLinux() || Native.POINTER_SIZE != Long.BYTES) {
      return null;
    }
    int descriptor;
    try {
      descriptor = CLibrary.open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    } catch (LastErrorException | LinkageError e) {
      return null;
    }
    NonBlockingPort port = new NonBlockingPort(descriptor);
    try {
      CLibrary.flock(descriptor, LOCK_EX_NB);
    } catch (LastErrorException e) {
      port.close();
      if (e.getErrorCode() == EAGAIN) {
        throw JsscPort.openError(path, jssc.SerialPortException.TYPE_PORT_BUSY);
      }
      return null;
    }
    return port;
  }

  /**
   * Writes as many bytes as there is room for.
   *
   * @param bytes Not modified.
   * @param length number of bytes from the start of {@code bytes}
   * @return number of bytes written, 0 if there is no room; -1 if the port is gone
   */
  int write(byte[] bytes, int length) {
    try {
      return (int) CLibrary.write(descriptor, bytes, length);
    } catch (LastErrorException e) {
      boolean full = e.getErrorCode() == EAGAIN || e.getErrorCode() == EINTR;
      return full ? 0 : -1;
    }
  }

  /** Discards unsent bytes, because closing would wait for them. */
  void flush() {
    try {
      CLibrary.tcflush(descriptor, TCIOFLUSH);
    } catch (LastErrorException e) {
      // The port is gone.
    }
  }

  void close() {
    try {
      CLibrary.close(descriptor);
    } catch (LastErrorException e) {
      // Nothing else can be done.
    }
  }

  /** Functions of the C library. */
  private static final class CLibrary {
    static {
      Native.register(CLibrary.class, "c");
    }

    private CLibrary() {}

    static native int open(String path, int flags) throws LastErrorException;

    static native int flock(int descriptor, int operation) throws LastErrorException;

    static native long write(int descriptor, byte[] bytes, long length) throws LastErrorException;

    static native int tcflush(int descriptor, int queue) throws LastErrorException;

    static native int close(int descriptor) throws LastErrorException;
  }
}
