package minitaur.controller.learn.nn;

import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backends for matrix products. Each product runs on one thread. */
public enum MatrixBackend {
  /**
   * oneDNN, which compiles a kernel for the shape of each product; the fastest for small batches.
   */
  ONEDNN {
    @Override
    public FloatMemory allocate(int length) {
      return new NativeMemory(length, OneDnn::multiply);
    }

    @Override
    public String unavailableReason() {
      return OneDnn.unavailableReason(
          System.getenv(), ManagementFactory.getRuntimeMXBean().getInputArguments());
    }
  },

  /** OpenBLAS, with native kernels. */
  OPENBLAS {
    @Override
    public FloatMemory allocate(int length) {
      return new NativeMemory(length, OpenBlas::multiply);
    }

    @Override
    public String unavailableReason() {
      return OpenBlas.unavailableReason();
    }
  },

  /** EJML, pure Java: runs on every platform, with products about twenty-five times slower. */
  EJML {
    @Override
    public FloatMemory allocate(int length) {
      return new EjmlMemory(length);
    }

    @Override
    public String unavailableReason() {
      return "";
    }
  };

  private static final Logger LOG = LoggerFactory.getLogger(MatrixBackend.class);

  /** Allocates memory of {@code length} zeros. */
  public abstract FloatMemory allocate(int length);

  /** The reason why this backend cannot be used, or an empty string if it can. */
  public abstract String unavailableReason();

  /** Allocates a matrix of zeros in its own memory. */
  public final Matrix matrix(int rows, int columns) {
    return allocate(rows * columns).matrix(0, rows, columns);
  }

  /** oneDNN if it can be used, else {@link #reference}. */
  public static MatrixBackend fastest() {
    String reason = ONEDNN.unavailableReason();
    if (reason.isEmpty()) {
      return ONEDNN;
    }
    LOG.info("oneDNN is not used: {}.", reason);
    return reference();
  }

  /**
   * OpenBLAS if its native library loads, else EJML, with a warning that gives the reason and the
   * cost. This is the backend of the paper's learner, whose results stay bit-identical.
   */
  public static MatrixBackend reference() {
    String reason = OPENBLAS.unavailableReason();
    if (reason.isEmpty()) {
      return OPENBLAS;
    }
    LOG.warn(
        "OpenBLAS cannot be loaded ({}). Falling back to EJML (pure Java): a gradient step takes about"
            + " 0.15 s instead of 0.01 s. OpenBLAS needs Linux on x86-64 or aarch64 with glibc 2.34"
            + " or later.",
        reason);
    return EJML;
  }
}
