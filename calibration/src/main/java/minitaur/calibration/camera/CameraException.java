package minitaur.calibration.camera;

import java.io.IOException;

/** A camera or picture that cannot be used. The message says what to do. */
public final class CameraException extends IOException {
  private static final long serialVersionUID = 1L;

  public CameraException(String message) {
    super(message);
  }
}
