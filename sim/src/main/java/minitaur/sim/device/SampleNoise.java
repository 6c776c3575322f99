package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * White noise as a function of the sample: the same sample has the same noise however often and in
 * whatever order samples are read, and a sample that is not read costs nothing.
 *
 * <p>Two uniform numbers of SplitMix64, at the sample's place in the sequence that the key begins,
 * make two normal ones (Box and Muller 1958).
 */
public final class SampleNoise {
  private static final long INCREMENT = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private long key;

  /** Begins another sequence. */
  public void restart(long key) {
    this.key = key;
  }

  /**
   * Two independent standard normal numbers.
   *
   * @param sample which pair
   * @param normals {@code [2]} Modified.
   */
  public void pair(long sample, double[] normals) {
    // In (0, 1], for the logarithm's sake.
    double u = ((bits(2 * sample) >>> 11) + 1) * UNIT;
    double v = (bits(2 * sample + 1) >>> 11) * UNIT;
    double radius = Math.sqrt(-2 * StrictMath.log(u));
    double angle = 2 * Math.PI * v;
    normals[0] = radius * StrictMath.cos(angle);
    normals[1] = radius * StrictMath.sin(angle);
  }

  /** Writes the whole state. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(key);
  }

  /** Reads a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    key = in.readLong();
  }

  private long bits(long index) {
    long z = key + (index + 1) * INCREMENT;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
