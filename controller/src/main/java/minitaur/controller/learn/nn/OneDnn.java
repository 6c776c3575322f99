package minitaur.controller.learn.nn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import minitaur.controller.learn.nn.NativeMemory.NativeMatrix;
import org.bytedeco.dnnl.global.dnnl;

/** Matrix products with oneDNN, which compiles a kernel for each shape. */
final class OneDnn {
  private static final String THREADS_VARIABLE = "OMP_NUM_THREADS";

  /**
   * JVM options of profilers that interrupt threads with signals. On x86-64, kernels of oneDNN 3.8
   * point the stack register at the heap, where a signal handler then writes (oneDNN issue 4845).
   */
  private static final Pattern PROFILER = Pattern.compile("StartFlightRecording|asyncProfiler");

  private OneDnn() {}

  /**
   * The reason why oneDNN cannot be used, or an empty string if it can.
   *
   * @param jvmOptions options of this JVM
   */
  static String unavailableReason(Map<String, String> environment, List<String> jvmOptions) {
    for (String option : jvmOptions) {
      if (PROFILER.matcher(option).find()) {
        return "the signals of the profiler in " + option + " would corrupt its memory";
      }
    }
    // Unlike OpenBLAS, oneDNN reads its number of threads only from the environment. More than one
    // thread would occupy the core of the control loop.
    if (!"1".equals(environment.get(THREADS_VARIABLE))) {
      return "the environment variable " + THREADS_VARIABLE + " is not 1";
    }
    try {
      return dnnl.dnnl_version() == null ? "it does not report a version" : "";
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
