package minitaur.calibration.camera;

import org.junit.jupiter.api.Assumptions;

/** Skips tests that need OpenCV's native library where it is missing. */
final class OpenCvAssumption {
  private OpenCvAssumption() {}

  /** Skips the test, with the reason, if the library cannot be loaded. */
  static void assumeLoaded() {
    try {
      OpenCv.loadLibrary();
    } catch (CameraException e) {
      Assumptions.abort(e.getMessage());
    }
  }
}
