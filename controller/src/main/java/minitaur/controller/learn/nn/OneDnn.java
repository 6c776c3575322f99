package minitaur.controller.learn.nn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;

import java.util.Map;
import minitaur.controller.learn.nn.NativeMemory.NativeMatrix;
import org.bytedeco.dnnl.global.dnnl;

/** Products by oneDNN, which compiles a kernel for each shape. */
final class OneDnn {
  private static final String THREADS = "OMP_NUM_THREADS";

  private OneDnn() {}

  /** Why oneDNN cannot be used here, or an empty text when it can. */
  static String obstacle(Map<String, String> environment) {
    // Unlike OpenBLAS it takes its number of threads from the environment only. More than one would
    // take the control loop's core.
    if (!"1".equals(environment.get(THREADS))) {
      return "the environment variable " + THREADS + " is not 1";
    }
    try {
      return dnnl.dnnl_version() == null ? "it states no version" : "";
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
    int status =
        dnnl_sgemm(
            (byte) (transposeA ? 'T' : 'N'),
            (byte) (transposeB ? 'T' : 'N'),
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
    if (status != 0) {
      throw new IllegalStateException("oneDNN reports status " + status);
    }
  }
}
