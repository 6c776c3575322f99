package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.hal.MotorCommand;

/**
 * Queue of delayed motor commands. Each command takes effect at its own time; of those with the
 * same time only the last does.
 */
public final class CommandDelay {
  private final MotorCommand[] ring;
  private final long[] effectiveNanos;
  private int oldest;
  private int size;

  /**
   * @param maxDelay max delay, ms, for commands that are written at whole milliseconds
   */
  public CommandDelay(int maxDelay) {
    ring = new MotorCommand[maxDelay + 1];
    effectiveNanos = new long[ring.length];
    Arrays.setAll(ring, i -> new MotorCommand());
  }

  /**
   * Sends a command.
   *
   * @param command Not modified, not kept.
   * @param timeNanos time at which it takes effect; not before that of the last command
   */
  public void send(MotorCommand command, long timeNanos) {
    if (size == 0 || effectiveNanos[slot(size - 1)] != timeNanos) {
      if (size == ring.length) {
        throw new IllegalStateException("more commands are pending than the max delay allows");
      }
      size++;
    }
    int slot = slot(size - 1);
    ring[slot].set(command);
    effectiveNanos[slot] = timeNanos;
  }

  /**
   * Applies all commands that have arrived.
   *
   * @param timeNanos current time
   * @param active the command in effect. Modified if a new one has arrived.
   */
  public void receive(long timeNanos, MotorCommand active) {
    while (size > 0 && effectiveNanos[oldest] <= timeNanos) {
      active.set(ring[oldest]);
      oldest = slot(1);
      size--;
    }
  }

  /** Discards all pending commands. */
  public void clear() {
    size = 0;
  }

  /** Writes all pending commands. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeLong(effectiveNanos[slot(i)]);
      ring[slot(i)].save(out);
    }
  }

  /**
   * Restores what {@link #save} wrote.
   *
   * @throws IOException if more commands were saved than fit
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
