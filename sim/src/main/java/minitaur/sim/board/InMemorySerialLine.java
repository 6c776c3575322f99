package minitaur.sim.board;

import java.nio.ByteBuffer;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialPortSource;

/**
 * In-memory serial line with a host end and a board end. Bytes written at one end are immediately
 * readable at the other. It can be disconnected and reconnected. Not thread-safe. Reading and
 * writing do not allocate.
 */
public final class InMemorySerialLine implements SerialPortSource {
  private static final int CAPACITY = 1 << 16;

  // Bytes in each direction, ready for writing.
  private final ByteBuffer toHost = ByteBuffer.allocate(CAPACITY);
  private final ByteBuffer toBoard = ByteBuffer.allocate(CAPACITY);
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

  private final class End implements SerialLink {
    private final ByteBuffer in;
    private final ByteBuffer out;
    private final boolean isBoard;
    private boolean closed;

    End(ByteBuffer in, ByteBuffer out, boolean isBoard) {
      this.in = in;
      this.out = out;
      this.isBoard = isBoard;
    }

    @Override
    public int read(byte[] bytes) throws SerialLinkException {
      requireConnected();
      in.flip();
      int count = Math.min(in.remaining(), bytes.length);
      in.get(bytes, 0, count).compact();
      return count;
    }

    @Override
    public boolean write(byte[] bytes, int length) throws SerialLinkException {
      requireConnected();
      if (isBoard && !open) {
        // Bytes that the board sends while the port is closed are lost.
        return true;
      }
      if ((blocked && !isBoard) || length > out.remaining()) {
        return false;
      }
      out.put(bytes, 0, length);
      return true;
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
