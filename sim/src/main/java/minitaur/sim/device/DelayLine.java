package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.hal.RobotState;

/** Ring buffer of state samples, one per millisecond, for delayed reading. */
public final class DelayLine {
  private final RobotState[] ring;
  private int newest;

  /**
   * @param maxDelay max delay, ms
   */
  public DelayLine(int maxDelay) {
    ring = new RobotState[maxDelay + 1];
    Arrays.setAll(ring, i -> new RobotState());
  }

  /**
   * Advances by one millisecond and returns the new sample, which the caller must fill completely.
   */
  public RobotState advance() {
    newest = newest + 1 == ring.length ? 0 : newest + 1;
    return ring[newest];
  }

  /** The sample {@code delay} milliseconds before the latest. */
  public RobotState sample(int delay) {
    int index = newest - delay;
    return ring[index < 0 ? index + ring.length : index];
  }

  /** Writes every sample. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(ring.length);
    for (int delay = ring.length - 1; delay >= 0; delay--) {
      sample(delay).save(out);
    }
  }

  /**
   * Restores what {@link #save} wrote on a line of the same length.
   *
   * @throws IOException if the length differs
   */
  public void restore(DataInput in) throws IOException {
    int length = in.readInt();
    if (length != ring.length) {
      throw new IOException(
          "a saved delay line has %d samples, this one %d".formatted(length, ring.length));
    }
    for (RobotState sample : ring) {
      sample.restore(in);
    }
    newest = ring.length - 1;
  }
}
