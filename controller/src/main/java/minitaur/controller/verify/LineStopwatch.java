package minitaur.controller.verify;

import java.util.concurrent.atomic.AtomicLongArray;
import minitaur.hal.Clock;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialPortSource;

/**
 * Takes the time from a board's bytes to the host's answer, on both ends of a line by one clock:
 * from the moment at which the board hands a frame to the system until the system has taken the
 * first command that the host sends after reading that frame whole. Frames are told apart by how
 * many bytes were sent before, so that the board must begin after the port was opened.
 */
final class LineStopwatch {
  /** Frames under way at the same time are few. */
  private static final int FRAMES = 1 << 12;

  private final Clock clock;
  private final AtomicLongArray sentNanos = new AtomicLongArray(FRAMES);
  private final AtomicLongArray endBytes = new AtomicLongArray(FRAMES);
  private final LoopTiming answers = new LoopTiming();
  private volatile long framesSent;
  private volatile boolean open;
  private volatile boolean broken;

  LineStopwatch(Clock clock) {
    this.clock = clock;
  }

  /** From a frame to the command that answers it. */
  LoopTiming answers() {
    return answers;
  }

  /** Whether the host has opened the port. */
  boolean isOpen() {
    return open;
  }

  /** Whether bytes were lost, so that nothing after that is known. */
  boolean isBroken() {
    return broken;
  }

  /** The board's end, timed. */
  SerialLink board(SerialLink link) {
    return new BoardEnd(link);
  }

  /** The host's end, timed. */
  SerialPortSource host(SerialPortSource source) {
    return new SerialPortSource() {
      @Override
      public String name() {
        return source.name();
      }

      @Override
      public SerialLink open(int baudRate) throws SerialLinkException {
        broken |= open;
        SerialLink link = new HostEnd(source.open(baudRate));
        open = true;
        return link;
      }
    };
  }

  private final class BoardEnd implements SerialLink {
    private final SerialLink link;
    private long bytes;

    BoardEnd(SerialLink link) {
      this.link = link;
    }

    @Override
    public int read(byte[] out) throws SerialLinkException {
      return link.read(out);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    public boolean write(byte[] frame, int length) throws SerialLinkException {
      int slot = (int) (framesSent % FRAMES);
      bytes += length;
      endBytes.set(slot, bytes);
      sentNanos.set(slot, clock.nanos());
      framesSent++;
      boolean sent = link.write(frame, length);
      broken |= !sent;
      return sent;
    }

    @Override
    public void close() {
      link.close();
    }
  }

  private final class HostEnd implements SerialLink {
    private final SerialLink link;
    private long bytes;
    private long framesRead;
    private long framesAnswered;

    HostEnd(SerialLink link) {
      this.link = link;
    }

    @Override
    public int read(byte[] out) throws SerialLinkException {
      int count = link.read(out);
      bytes += count;
      while (framesRead < framesSent && endBytes.get((int) (framesRead % FRAMES)) <= bytes) {
        framesRead++;
      }
      return count;
    }

    @Override
    public boolean write(byte[] command, int length) throws SerialLinkException {
      boolean sent = link.write(command, length);
      if (sent && framesRead > framesAnswered) {
        framesAnswered = framesRead;
        answers.record(clock.nanos() - sentNanos.get((int) ((framesRead - 1) % FRAMES)));
      }
      return sent;
    }

    @Override
    public void close() {
      link.close();
    }
  }
}
