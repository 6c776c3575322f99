package minitaur.controller.settings;

import static minitaur.hal.settings.InvalidSettingException.require;

import minitaur.hal.settings.Setting;

/** Settings of the learner's computation. */
public record ComputeSettings(
    @Setting(
            doc =
                "Threads of the learner; 0: all available cores, up to 2, minus one core for the"
                    + " control loop when a real robot is connected.",
            unit = "threads")
        int threads,
    @Setting(
            doc =
                "Matrix library. automatic: onednn, the fastest; if it cannot be loaded, and for"
                    + " the paper's learner, openblas; otherwise ejml, which is pure Java and many"
                    + " times slower.")
        MatrixBackend matrixBackend) {

  /** Library for matrix multiplication. */
  public enum MatrixBackend {
    /**
     * The fastest library that can be loaded; for the paper's learner, OpenBLAS if it can be
     * loaded.
     */
    AUTOMATIC,
    /** oneDNN, native code compiled for the shape of each product. */
    ONEDNN,
    /** OpenBLAS, native code. */
    OPENBLAS,
    /** EJML, pure Java. */
    EJML
  }

  public ComputeSettings {
    require(threads >= 0 && threads <= 64, "threads", threads, "0 (automatic) to 64");
  }

  /** The project's defaults. */
  public static ComputeSettings defaults() {
    return new ComputeSettings(0, MatrixBackend.AUTOMATIC);
  }
}
