package minitaur.sim.board;

import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialPortSource;

/**
 * A serial line in memory with a host's and a board's end, for one thread: what is written at one
 * end can be read at the other at once. It can be unplugged and plugged in again. Reading and
 * writing allocate nothing.
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

  /** Whether the port stays open but accepts no bytes of the host, as of a device that hangs. */
  public void setFull(boolean isFull) {
    full = isFull;
  }

  /** Pulls the plug: the host's end is gone until it is opened again after {@link #plugIn}. */
  public void unplug() {
    plugged = false;
    open = false;
    toHost.clear();
    toBoard.clear();
  }

  /** Puts the plug in again. */
  public void plugIn() {
    plugged = true;
  }

  /** Bytes one way. */
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
      // Nobody hears a board whose port is not open.
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
