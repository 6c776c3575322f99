package minitaur.controller.learn.nn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who multiplies matrices. */
public enum MatrixBackend {
  /** OpenBLAS's native kernels, one thread a product. */
  OPENBLAS {
    @Override
    public FloatMemory allocate(int length) {
      return new OpenBlasMemory(length);
    }
  },

  /** EJML, pure Java: runs everywhere, about twenty-five times slower in a product. */
  EJML {
    @Override
    public FloatMemory allocate(int length) {
      return new EjmlMemory(length);
    }
  };

  private static final Logger LOG = LoggerFactory.getLogger(MatrixBackend.class);

  /** Memory of {@code length} zeros. */
  public abstract FloatMemory allocate(int length);

  /** A matrix of zeros in memory of its own. */
  public final Matrix matrix(int rows, int columns) {
    return allocate(rows * columns).matrix(0, rows, columns);
  }

  /**
   * OpenBLAS where its native library loads, else EJML with a warning that says why and what it
   * costs.
   */
  public static MatrixBackend fastest() {
    String obstacle = OpenBlasMemory.obstacle();
    if (obstacle.isEmpty()) {
      return OPENBLAS;
    }
    LOG.warn(
        "OpenBLAS does not load ({}). Going on with EJML, pure Java: a gradient step takes about 0.15 s instead of"
            + " 0.01 s. OpenBLAS needs Linux on x86-64 or aarch64 with glibc 2.34 or later.",
        obstacle);
    return EJML;
  }
}
