package minitaur.sim.board;

import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialPortSource;

/**
 * In-memory serial line with a host end and a board end. Bytes written at one end are immediately
 * readable at the other. It can be disconnected and reconnected. Not thread-safe. Reading and
 * writing do not allocate.
 */
public final class MemoryLine implements SerialPortSource {
  private final Direction toHost = new Direction();
  private final Direction toBoard = new Direction();
  private final SerialLink board = new End(toBoard, toHost, true);
  private boolean plugged = true;
  private boolean open;
  private boolean full;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public SerialLink open(int baudRate) throws SerialLinkException {
    if (!plugged) {
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
  public void setFull(boolean isFull) {
    full = isFull;
  }

  /**
   * Disconnects the cable. The host's end is lost until it is opened again after {@link #plugIn}.
   */
  public void unplug() {
    plugged = false;
    open = false;
    toHost.clear();
    toBoard.clear();
  }

  /** Reconnects the cable. */
  public void plugIn() {
    plugged = true;
  }

  /** Bytes in one direction. */
  private static final class Direction {
    private static final int CAPACITY = 1 << 16;

    private final byte[] ring = new byte[CAPACITY];
    private int first;
    private int size;

    void clear() {
      size = 0;
    }

    int take(byte[] out) {
      int count = Math.min(size, out.length);
      for (int i = 0; i < count; i++) {
        out[i] = ring[(first + i) % CAPACITY];
      }
      first = (first + count) % CAPACITY;
      size -= count;
      return count;
    }

    boolean put(byte[] bytes, int length) {
      if (size + length > CAPACITY) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        ring[(first + size + i) % CAPACITY] = bytes[i];
      }
      size += length;
      return true;
    }
  }

  /** One end of the line. */
  private final class End implements SerialLink {
    private final Direction in;
    private final Direction out;
    private final boolean isBoard;
    private boolean closed;

    End(Direction in, Direction out, boolean isBoard) {
      this.in = in;
      this.out = out;
      this.isBoard = isBoard;
    }

    @Override
    public int read(byte[] bytes) throws SerialLinkException {
      requirePlugged();
      return in.take(bytes);
    }

    @Override
    public boolean write(byte[] bytes, int length) throws SerialLinkException {
      requirePlugged();
      // Bytes that the board sends while the port is closed are lost.
      return (isBoard && !open) || (!(full && !isBoard) && out.put(bytes, length));
    }

    @Override
    public void close() {
      if (!isBoard && !closed) {
        closed = true;
        open = false;
      }
    }

    private void requirePlugged() throws SerialLinkException {
      if (!isBoard && (closed || !plugged || !open)) {
        closed = true;
        throw new SerialLinkException(SerialLinkException.Kind.LOST, "memory is gone");
      }
    }
  }
}
