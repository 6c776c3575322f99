package minitaur.controller.settings;

import static minitaur.hal.settings.InvalidSettingException.require;

import minitaur.hal.settings.Setting;

/** Settings of the learner's computation. */
public record ComputeSettings(
    @Setting(
            doc =
                "Threads that the learner computes with; 0 takes what the machine has, up to 2, and"
                    + " beside a real robot leaves one core to what drives it.",
            unit = "threads")
        int threads,
    @Setting(
            doc =
                "Matrix library. automatic: onednn, the fastest; where it does not load,"
                    + " and for the paper's learner, openblas; otherwise ejml, which needs nothing"
                    + " but Java and is many times slower.")
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

  /** Checks every value. */
  public ComputeSettings {
    require(threads >= 0 && threads <= 64, "threads", threads, "0 (automatic) to 64");
  }

  /** The project's defaults. */
  public static ComputeSettings defaults() {
    return new ComputeSettings(0, MatrixBackend.AUTOMATIC);
  }
}
