package minitaur.controller.learn.nn;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import minitaur.controller.learn.nn.NativeMemory.NativeMatrix;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Matrix products with OpenBLAS. */
final class OpenBlas {
  private OpenBlas() {}

  /** The reason why OpenBLAS cannot be used, or an empty string if it can. */
  static String unavailableReason() {
    try {
      // Multithreaded kernels would occupy the core of the control loop. The learner distributes
      // networks over cores instead.
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
