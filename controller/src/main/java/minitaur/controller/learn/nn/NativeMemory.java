package minitaur.controller.learn.nn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** Off-heap memory, which native code accesses without a copy per call. */
final class NativeMemory extends FloatMemory {
  private static final int CACHE_LINE_BYTES = 64;

  private final Multiplier multiplier;
  private final FloatBuffer buffer;

  /** Sets {@code c = op(a) op(b)} for row-major matrices. */
  @FunctionalInterface
  interface Multiplier {
    /**
     * Computes the product.
     *
     * @param c its first {@code rows} rows are set
     * @param inner columns of op(a), rows of op(b)
     */
    void multiply(
        NativeMatrix c,
        int rows,
        NativeMatrix a,
        boolean transposeA,
        NativeMatrix b,
        boolean transposeB,
        int inner);
  }

  NativeMemory(int length, Multiplier multiplier) {
    super(length);
    this.multiplier = multiplier;
    int lines = (length * Float.BYTES + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES;
    // One additional cache line, because alignment moves the start.
    buffer =
        ByteBuffer.allocateDirect((lines + 1) * CACHE_LINE_BYTES)
            .alignedSlice(CACHE_LINE_BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  @Override
  Matrix window(int offset, int rows, int columns, int stride) {
    return new NativeMatrix(this, offset, rows, columns, stride);
  }

  @Override
  public void read(int offset, float[] to, int start, int count) {
    buffer.get(offset, to, start, count);
  }

  @Override
  public void write(int offset, float[] from, int start, int count) {
    buffer.put(offset, from, start, count);
  }

  /** A view of off-heap memory. */
  static final class NativeMatrix extends Matrix {
    /**
     * Address of element (0, 0). Its position is 0, because functions without an element type take
     * a position in bytes.
     */
    final FloatPointer pointer;

    private final Multiplier multiplier;

    NativeMatrix(NativeMemory memory, int offset, int rows, int columns, int stride) {
      super(memory, offset, rows, columns, stride);
      pointer = new FloatPointer(memory.buffer.slice(offset, memory.length() - offset));
      multiplier = memory.multiplier;
    }

    @Override
    void multiply(
        int count, Matrix a, boolean transposeA, Matrix b, boolean transposeB, int inner) {
      multiplier.multiply(
          this, count, (NativeMatrix) a, transposeA, (NativeMatrix) b, transposeB, inner);
    }
  }
}
