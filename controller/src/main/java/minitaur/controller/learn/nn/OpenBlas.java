package minitaur.controller.learn.nn;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import minitaur.controller.learn.nn.NativeMemory.NativeMatrix;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Products by OpenBLAS. */
final class OpenBlas {
  private OpenBlas() {}

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

  static void multiply(
      NativeMatrix c,
      int rows,
      NativeMatrix a,
      boolean transposeA,
      NativeMatrix b,
      boolean transposeB,
      int inner) {
    cblas_sgemm(
        CblasRowMajor,
        transposeA ? CblasTrans : CblasNoTrans,
        transposeB ? CblasTrans : CblasNoTrans,
        rows,
        c.columns,
        inner,
        1,
        a.pointer,
        a.stride,
        b.pointer,
        b.stride,
        0,
        c.pointer,
        c.stride);
  }
}
