package minitaur.controller.learn.nn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who multiplies matrices. Each product runs on one thread. */
public enum MatrixBackend {
  /** oneDNN's kernels, compiled for the shape of the product: the fastest for small batches. */
  ONEDNN {
    @Override
    public FloatMemory allocate(int length) {
      return new NativeMemory(length, OneDnn::multiply);
    }

    @Override
    public String obstacle() {
      return OneDnn.obstacle(System.getenv());
    }
  },

  /** OpenBLAS's native kernels. */
  OPENBLAS {
    @Override
    public FloatMemory allocate(int length) {
      return new NativeMemory(length, OpenBlas::multiply);
    }

    @Override
    public String obstacle() {
      return OpenBlas.obstacle();
    }
  },

  /** EJML, pure Java: runs everywhere, about twenty-five times slower in a product. */
  EJML {
    @Override
    public FloatMemory allocate(int length) {
      return new EjmlMemory(length);
    }

    @Override
    public String obstacle() {
      return "";
    }
  };

  private static final Logger LOG = LoggerFactory.getLogger(MatrixBackend.class);

  /** Memory of {@code length} zeros. */
  public abstract FloatMemory allocate(int length);

  /** Why this backend cannot be used here, or an empty text when it can. */
  public abstract String obstacle();

  /** A matrix of zeros in memory of its own. */
  public final Matrix matrix(int rows, int columns) {
    return allocate(rows * columns).matrix(0, rows, columns);
  }

  /** oneDNN where its native library loads, else {@link #reference}. */
  public static MatrixBackend fastest() {
    String obstacle = ONEDNN.obstacle();
    if (obstacle.isEmpty()) {
      return ONEDNN;
    }
    LOG.info("oneDNN is not used: {}.", obstacle);
    return reference();
  }

  /**
   * OpenBLAS where its native library loads, else EJML with a warning that says why and what it
   * costs: the backend of the paper's learner, whose results stay the same to the bit.
   */
  public static MatrixBackend reference() {
    String obstacle = OPENBLAS.obstacle();
    if (obstacle.isEmpty()) {
      return OPENBLAS;
    }
    LOG.warn(
        "OpenBLAS does not load ({}). Going on with EJML, pure Java: a gradient step takes about"
            + " 0.15 s instead of 0.01 s. OpenBLAS needs Linux on x86-64 or aarch64 with glibc 2.34"
            + " or later.",
        obstacle);
    return EJML;
  }
}
