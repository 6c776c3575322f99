package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.MotorCommand;

/**
 * Commands on their way to the motors. Every one takes effect a fixed time after it was written; of
 * those written at the same time only the last does.
 */
public final class CommandDelay {
  private final MotorCommand[] ring;
  private final long[] effectiveNanos;
  private int oldest;
  private int size;

  /**
   * @param longestDelay in milliseconds, for commands that are written at whole milliseconds
   */
  public CommandDelay(int longestDelay) {
    ring = new MotorCommand[longestDelay + 1];
    effectiveNanos = new long[ring.length];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new MotorCommand();
    }
  }

  /**
   * Sends a command.
   *
   * @param command Not modified, not kept.
   * @param timeNanos when it takes effect; not before that of the command sent last
   */
  public void send(MotorCommand command, long timeNanos) {
    if (size == 0 || effectiveNanos[slot(size - 1)] != timeNanos) {
      if (size == ring.length) {
        throw new IllegalStateException("more commands are on their way than fit in the delay");
      }
      size++;
    }
    int slot = slot(size - 1);
    ring[slot].set(command);
    effectiveNanos[slot] = timeNanos;
  }

  /**
   * Takes every command that has arrived.
   *
   * @param timeNanos now
   * @param active the command in effect. Modified when another has arrived.
   */
  public void receive(long timeNanos, MotorCommand active) {
    while (size > 0 && effectiveNanos[oldest] <= timeNanos) {
      active.set(ring[oldest]);
      oldest = slot(1);
      size--;
    }
  }

  /** Drops every command that is on its way. */
  public void clear() {
    size = 0;
  }

  /** Writes the commands that are on their way. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeLong(effectiveNanos[slot(i)]);
      ring[slot(i)].save(out);
    }
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IOException when more commands were saved than fit here
   */
  public void restore(DataInput in) throws IOException {
    int saved = in.readInt();
    if (saved < 0 || saved > ring.length) {
      throw new IOException(
          "%d commands were saved, but only %d fit here".formatted(saved, ring.length));
    }
    oldest = 0;
    size = saved;
    for (int i = 0; i < saved; i++) {
      effectiveNanos[i] = in.readLong();
      ring[i].restore(in);
    }
  }

  private int slot(int index) {
    int slot = oldest + index;
    return slot >= ring.length ? slot - ring.length : slot;
  }
}
