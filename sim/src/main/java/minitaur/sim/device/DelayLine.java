package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.RobotState;

/** The samples of the last milliseconds, one each, so that a reader can be given an old one. */
public final class DelayLine {
  private final RobotState[] ring;
  private int newest;

  /**
   * @param longestDelay in milliseconds
   */
  public DelayLine(int longestDelay) {
    ring = new RobotState[longestDelay + 1];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new RobotState();
    }
  }

  /** How far back the line reaches, in milliseconds. */
  public int longestDelay() {
    return ring.length - 1;
  }

  /** Begins the sample of the next millisecond, which the caller fills whole. */
  public RobotState advance() {
    newest = newest + 1 == ring.length ? 0 : newest + 1;
    return ring[newest];
  }

  /** The sample {@code delay} milliseconds before the newest. */
  public RobotState sample(int delay) {
    int index = newest - delay;
    return ring[index < 0 ? index + ring.length : index];
  }

  /** Writes every sample. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(ring.length);
    for (int delay = longestDelay(); delay >= 0; delay--) {
      sample(delay).save(out);
    }
  }

  /**
   * Reads what {@link #save} wrote on a line of the same length.
   *
   * @throws IOException when it was of another length
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
