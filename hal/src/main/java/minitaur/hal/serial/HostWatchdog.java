package minitaur.hal.serial;

import java.io.IOException;
import java.io.InputStream;
import minitaur.hal.Clock;
import minitaur.hal.wire.BoardCommand;

/**
 * Switches the motors off when the host process has died, for a board without a watchdog. It runs
 * in a separate process and reads a pipe from the host: the end of the pipe means that the host has
 * ended, for whatever reason. A host that shuts down properly writes {@link #CLEAN_SHUTDOWN} first.
 *
 * <p>It has no effect if the whole computer stops or the cable is disconnected: such a board then
 * holds its last position until it is switched off by hand.
 */
public final class HostWatchdog {
  /** Byte that a host writes to the pipe after it has switched the motors off itself. */
  public static final int CLEAN_SHUTDOWN = 'q';

  /**
   * Byte that the process writes to its standard output when it watches the host: ASCII's ACK,
   * which no log message contains.
   */
  public static final int READY = 6;

  private static final int OFF_REPEATS = 10;

  /**
   * Max number of attempts to open the port, because a dying process closes its pipe before its
   * port.
   */
  private static final int MAX_OPEN_ATTEMPTS = 100;

  private static final long RETRY_PERIOD_NANOS = 20_000_000;

  private final SerialPortSource port;
  private final int baudRate;
  private final BoardCodec codec;
  private final Clock clock;

  /**
   * @param port port that the host uses until it dies
   * @param baudRate bit/s; 0 for the board's default
   */
  public HostWatchdog(SerialPortSource port, int baudRate, BoardCodec codec, Clock clock) {
    this.baudRate = baudRate == 0 ? codec.traits().defaultBaudRate() : baudRate;
    this.port = port;
    this.codec = codec;
    this.clock = clock;
  }

  /**
   * Waits until the host has ended.
   *
   * @param hostPipe pipe from the host
   * @return whether the motors had to be switched off
   * @throws SerialLinkException when the motors had to be switched off but the port could not be
   *     opened
   */
  public boolean watch(InputStream hostPipe) throws SerialLinkException {
    try {
      int received;
      do {
        received = hostPipe.read();
        if (received == CLEAN_SHUTDOWN) {
          return false;
        }
      } while (received >= 0);
    } catch (IOException ignored) {
      // A broken pipe also means that the host has ended.
    }
    switchMotorsOff();
    return true;
  }

  private void switchMotorsOff() throws SerialLinkException {
    byte[] frame = new byte[codec.traits().maxCommandBytes()];
    int length = codec.encode(new BoardCommand(), frame);
    try (SerialLink link = open()) {
      for (int i = 0; i < OFF_REPEATS; i++) {
        link.write(frame, length);
        clock.waitUntil(clock.nanos() + RETRY_PERIOD_NANOS);
      }
    }
  }

  private SerialLink open() throws SerialLinkException {
    for (int attempt = 1; ; attempt++) {
      try {
        return port.open(baudRate);
      } catch (SerialLinkException e) {
        if (attempt == MAX_OPEN_ATTEMPTS || e.kind() != SerialLinkException.Kind.BUSY) {
          throw e;
        }
        clock.waitUntil(clock.nanos() + RETRY_PERIOD_NANOS);
      }
    }
  }
}
