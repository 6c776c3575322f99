package minitaur.calibration.camera;

import org.junit.jupiter.api.Assumptions;

/** Tests that look at pictures need OpenCV's native library. */
final class OpenCvAssumption {
  private OpenCvAssumption() {}

  /** Skips the test, with the reason, where there is none. */
  static void assumeLoaded() {
    try {
      OpenCv.loadLibrary();
    } catch (CameraException e) {
      Assumptions.abort(e.getMessage());
    }
  }
}
