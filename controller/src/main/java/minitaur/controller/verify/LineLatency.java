package minitaur.controller.verify;

import java.util.concurrent.atomic.AtomicLongArray;
import minitaur.hal.Clock;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialPortSource;

/**
 * Measures the latency from a board's frame to the host's command, on both ends of a line with one
 * clock: from writing the frame to the system until the system has accepted the first command after
 * the complete frame was read. Frames are identified by the number of bytes sent before, so the
 * board must start after the port was opened.
 */
final class LineLatency {
  /** Size of the ring buffers; more than the frames in transit. */
  private static final int FRAMES = 1 << 12;

  private final Clock clock;
  private final AtomicLongArray sentNanos = new AtomicLongArray(FRAMES);
  private final AtomicLongArray endBytes = new AtomicLongArray(FRAMES);
  private final LatencyHistogram responses = new LatencyHistogram();
  private volatile long framesSent;
  private volatile boolean open;
  private volatile boolean broken;

  LineLatency(Clock clock) {
    this.clock = clock;
  }

  /** Latency from a frame to the command that responds to it. */
  LatencyHistogram responses() {
    return responses;
  }

  /** Whether the host has opened the port. */
  boolean isOpen() {
    return open;
  }

  /** Whether bytes were lost, which invalidates later measurements. */
  boolean isBroken() {
    return broken;
  }

  /** Wraps the board's end of the line to time it. */
  SerialLink board(SerialLink link) {
    return new BoardEnd(link);
  }

  /** Wraps the host's end of the line to time it. */
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
    private long framesResponded;

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
      if (sent && framesRead > framesResponded) {
        framesResponded = framesRead;
        responses.record(clock.nanos() - sentNanos.get((int) ((framesRead - 1) % FRAMES)));
      }
      return sent;
    }

    @Override
    public void close() {
      link.close();
    }
  }
}
