package minitaur.controller.learn.nn;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Memory off the heap, which OpenBLAS reads without a copy per call. */
final class OpenBlasMemory extends FloatMemory {
  private static final int CACHE_LINE_BYTES = 64;

  private final FloatBuffer buffer;

  OpenBlasMemory(int length) {
    super(length);
    int lines = (length * Float.BYTES + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES;
    // One line more, because the start is moved to a line's border.
    buffer =
        ByteBuffer.allocateDirect((lines + 1) * CACHE_LINE_BYTES)
            .alignedSlice(CACHE_LINE_BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /** Why OpenBLAS cannot be used here, or an empty text when it can. */
  static String obstacle() {
    try {
      // Kernels in several threads would take the control loop's core; the learner spreads networks
      // over cores instead.
      openblas_nolapack.blas_set_num_threads(1);
      return "";
    } catch (LinkageError e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  Matrix window(int offset, int rows, int columns, int stride) {
    return new OpenBlasMatrix(this, offset, rows, columns, stride);
  }

  @Override
  public void read(int offset, float[] to, int start, int count) {
    buffer.get(offset, to, start, count);
  }

  @Override
  public void write(int offset, float[] from, int start, int count) {
    buffer.put(offset, from, start, count);
  }

  private static final class OpenBlasMatrix extends Matrix {
    private final FloatPointer pointer;

    OpenBlasMatrix(OpenBlasMemory memory, int offset, int rows, int columns, int stride) {
      super(memory, offset, rows, columns, stride);
      pointer = new FloatPointer(memory.buffer).position(offset);
    }

    @Override
    void multiply(
        int count, Matrix a, boolean transposeA, Matrix b, boolean transposeB, int inner) {
      cblas_sgemm(
          CblasRowMajor,
          transposeA ? CblasTrans : CblasNoTrans,
          transposeB ? CblasTrans : CblasNoTrans,
          count,
          columns,
          inner,
          1,
          ((OpenBlasMatrix) a).pointer,
          a.stride,
          ((OpenBlasMatrix) b).pointer,
          b.stride,
          0,
          pointer,
          stride);
    }
  }
}
