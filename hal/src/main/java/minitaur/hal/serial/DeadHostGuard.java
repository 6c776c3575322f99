package minitaur.hal.serial;

import java.io.IOException;
import java.io.InputStream;
import minitaur.hal.Clock;
import minitaur.hal.wire.BoardCommand;

/**
 * Switches the motors off when the host's process has died, for a board that has no watchdog. It
 * runs in a process of its own and listens to the host through a pipe: the pipe's end is the host's
 * end, however it came about. A host that ends well says so first.
 *
 * <p>It cannot help when the whole computer stops or the cable is pulled: such a board then holds
 * its last position until its own switch is used.
 */
public final class DeadHostGuard {
  /** What a host writes into the pipe that has switched the motors off itself. */
  public static final int ALL_IS_WELL = 'q';

  private static final int KILLS = 10;

  /** A process that dies gives its pipe back a little before its port. */
  private static final int OPENINGS = 100;

  private static final long KILL_PERIOD_NANOS = 20_000_000;

  private final SerialPortSource port;
  private final int baudRate;
  private final BoardCodec codec;
  private final Clock clock;

  /**
   * @param port that the host holds until it dies
   * @param baudRate bits a second; 0 for what such a board usually has
   */
  public DeadHostGuard(SerialPortSource port, int baudRate, BoardCodec codec, Clock clock) {
    this.baudRate = baudRate == 0 ? codec.traits().defaultBaudRate() : baudRate;
    this.port = port;
    this.codec = codec;
    this.clock = clock;
  }

  /**
   * Waits for the host's end.
   *
   * @param host the pipe
   * @return whether the motors had to be switched off
   * @throws SerialLinkException when they had to be and the port could not be opened
   */
  public boolean watch(InputStream host) throws SerialLinkException {
    try {
      int said = host.read();
      while (said >= 0) {
        if (said == ALL_IS_WELL) {
          return false;
        }
        said = host.read();
      }
    } catch (IOException e) {
      // A pipe that broke has ended too.
      return kill();
    }
    return kill();
  }

  private boolean kill() throws SerialLinkException {
    byte[] frame = new byte[codec.traits().maxCommandBytes()];
    int length = codec.encode(new BoardCommand(), frame);
    try (SerialLink link = open()) {
      for (int i = 0; i < KILLS; i++) {
        link.write(frame, length);
        clock.waitUntil(clock.nanos() + KILL_PERIOD_NANOS);
      }
    }
    return true;
  }

  private SerialLink open() throws SerialLinkException {
    for (int attempt = 1; ; attempt++) {
      try {
        return port.open(baudRate);
      } catch (SerialLinkException e) {
        if (attempt == OPENINGS || e.kind() != SerialLinkException.Kind.BUSY) {
          throw e;
        }
        clock.waitUntil(clock.nanos() + KILL_PERIOD_NANOS);
      }
    }
  }
}
