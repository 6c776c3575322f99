package minitaur.hal.random;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A named stream of random numbers whose state can be saved and restored, so that runs can be
 * reproduced and resumed bit for bit on every platform. Generator: xoshiro256++ (Blackman and Vigna
 * 2019), seeded through SplitMix64.
 *
 * <p>Not thread-safe.
 */
public final class RandomStream {
  private static final double DOUBLE_UNIT = 0x1.0p-53;

  private long s0;
  private long s1;
  private long s2;
  private long s3;
  private double spareGaussian;
  private boolean hasSpareGaussian;

  private RandomStream(long seed) {
    long x = seed;
    s0 = mix(x += 0x9E3779B97F4A7C15L);
    s1 = mix(x += 0x9E3779B97F4A7C15L);
    s2 = mix(x += 0x9E3779B97F4A7C15L);
    s3 = mix(x + 0x9E3779B97F4A7C15L);
  }

  /**
   * Creates the stream {@code name} of a run with seed {@code rootSeed}. Streams with different
   * names or seeds are independent for all practical purposes; the same pair gives the same
   * numbers.
   */
  public static RandomStream of(long rootSeed, String name) {
    long h = mix(rootSeed + 0x9E3779B97F4A7C15L);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      h = mix(h ^ (b & 0xFF)) + 0x9E3779B97F4A7C15L;
    }
    return new RandomStream(h);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** 64 random bits. */
  public long nextLong() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** Uniform in [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  /** Uniform in [{@code low}, {@code high}). */
  public double nextUniform(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /**
   * Uniform in 0 .. {@code bound} - 1, for a bound above zero; the bias is below {@code bound} /
   * 2^32.
   */
  public int nextInt(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /**
   * Standard normal, by Marsaglia's polar method with {@link StrictMath}, which gives the same
   * results on all platforms.
   */
  public double nextGaussian() {
    if (hasSpareGaussian) {
      hasSpareGaussian = false;
      return spareGaussian;
    }
    double u;
    double v;
    double s;
    do {
      u = 2 * nextDouble() - 1;
      v = 2 * nextDouble() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    double factor = Math.sqrt(-2 * StrictMath.log(s) / s);
    spareGaussian = v * factor;
    hasSpareGaussian = true;
    return u * factor;
  }

  /** Writes the whole state. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(s0);
    out.writeLong(s1);
    out.writeLong(s2);
    out.writeLong(s3);
    out.writeDouble(spareGaussian);
    out.writeBoolean(hasSpareGaussian);
  }

  /** Restores a state written by {@link #save}. */
  public void restore(DataInput in) throws IOException {
    s0 = in.readLong();
    s1 = in.readLong();
    s2 = in.readLong();
    s3 = in.readLong();
    spareGaussian = in.readDouble();
    hasSpareGaussian = in.readBoolean();
  }
}
