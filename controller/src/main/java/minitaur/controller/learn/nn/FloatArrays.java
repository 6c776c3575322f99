package minitaur.controller.learn.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Means of float arrays, and their form in a checkpoint: length, then values, big-endian. */
public final class FloatArrays {
  private FloatArrays() {}

  /** Mean of all values. */
  public static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Mean of the smaller of {@code a[i]} and {@code b[i]} over all i. */
  public static double meanOfMin(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.min(a[i], b[i]);
    }
    return sum / a.length;
  }

  static void write(float[] values, DataOutput out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.writeInt(values.length);
    out.write(bytes.array());
  }

  static void read(float[] values, DataInput in) throws IOException {
    int length = in.readInt();
    if (length != values.length) {
      throw new IOException(
          "expected an array of "
              + values.length
              + " numbers but found "
              + length
              + ": the network sizes differ");
    }
    byte[] bytes = new byte[length * Float.BYTES];
    in.readFully(bytes);
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
  }
}
