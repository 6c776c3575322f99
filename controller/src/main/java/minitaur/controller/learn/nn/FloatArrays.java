package minitaur.controller.learn.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes and reads float arrays: the length, then the values, big-endian. */
final class FloatArrays {
  private FloatArrays() {}

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
