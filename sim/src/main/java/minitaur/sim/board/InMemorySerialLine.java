package minitaur.sim.board;

import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialPortSource;

/**
 * In-memory serial line with a host end and a board end. Bytes written at one end are immediately
 * readable at the other. It can be disconnected and reconnected. Not thread-safe. Reading and
 * writing do not allocate.
 */
public final class InMemorySerialLine implements SerialPortSource {
  private final ByteRing toHost = new ByteRing();
  private final ByteRing toBoard = new ByteRing();
  private final SerialLink board = new End(toBoard, toHost, true);
  private boolean connected = true;
  private boolean open;
  private boolean blocked;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public SerialLink open(int baudRate) throws SerialLinkException {
    if (!connected) {
      throw new SerialLinkException(
          SerialLinkException.Kind.ABSENT, "memory: there is no such port");
    }
    if (open) {
      throw new SerialLinkException(SerialLinkException.Kind.BUSY, "memory is in use");
    }
    open = true;
    toHost.clear();
    return new End(toHost, toBoard, false);
  }

  /** The board's end. */
  public SerialLink board() {
    return board;
  }

  /** Sets whether the open port accepts no bytes from the host, as with a device that hangs. */
  public void setBlocked(boolean isBlocked) {
    blocked = isBlocked;
  }

  /**
   * Disconnects the cable. The host's end is lost until it is opened again after {@link
   * #reconnect}.
   */
  public void disconnect() {
    connected = false;
    open = false;
    toHost.clear();
    toBoard.clear();
  }

  /** Reconnects the cable. */
  public void reconnect() {
    connected = true;
  }

  /** Bytes in one direction. */
  private static final class ByteRing {
    private static final int CAPACITY = 1 << 16;

    private final byte[] ring = new byte[CAPACITY];
    private int head;
    private int size;

    void clear() {
      size = 0;
    }

    int read(byte[] out) {
      int count = Math.min(size, out.length);
      for (int i = 0; i < count; i++) {
        out[i] = ring[(head + i) % CAPACITY];
      }
      head = (head + count) % CAPACITY;
      size -= count;
      return count;
    }

    boolean write(byte[] bytes, int length) {
      if (size + length > CAPACITY) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        ring[(head + size + i) % CAPACITY] = bytes[i];
      }
      size += length;
      return true;
    }
  }

  /** One end of the line. */
  private final class End implements SerialLink {
    private final ByteRing in;
    private final ByteRing out;
    private final boolean isBoard;
    private boolean closed;

    End(ByteRing in, ByteRing out, boolean isBoard) {
      this.in = in;
      this.out = out;
      this.isBoard = isBoard;
    }

    @Override
    public int read(byte[] bytes) throws SerialLinkException {
      requireConnected();
      return in.read(bytes);
    }

    @Override
    public boolean write(byte[] bytes, int length) throws SerialLinkException {
      requireConnected();
      // Bytes that the board sends while the port is closed are lost.
      return (isBoard && !open) || (!(blocked && !isBoard) && out.write(bytes, length));
    }

    @Override
    public void close() {
      if (!isBoard && !closed) {
        closed = true;
        open = false;
      }
    }

    private void requireConnected() throws SerialLinkException {
      if (!isBoard && (closed || !connected || !open)) {
        closed = true;
        throw new SerialLinkException(SerialLinkException.Kind.LOST, "memory was disconnected");
      }
    }
  }
}
