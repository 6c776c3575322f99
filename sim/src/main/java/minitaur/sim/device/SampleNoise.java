package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Counter-based white noise: the noise is a function of the sample index, so it does not depend on
 * the order or number of reads, and unread samples cost nothing.
 *
 * <p>Two uniform numbers of SplitMix64, at the sample's index in the sequence seeded by the key,
 * are transformed to two normal ones (Box and Muller 1958).
 */
public final class SampleNoise {
  private static final long INCREMENT = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private long key;

  /** Starts another sequence. */
  public void reseed(long key) {
    this.key = key;
  }

  /**
   * Computes two independent standard normal numbers.
   *
   * @param sample index of the pair
   * @param normals {@code [2]} Modified.
   */
  public void normalPair(long sample, double[] normals) {
    // In (0, 1], so that the logarithm is finite.
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

  /** Restores a state that {@link #save} wrote. */
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
