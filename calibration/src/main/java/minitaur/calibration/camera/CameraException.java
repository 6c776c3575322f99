package minitaur.calibration.camera;

import java.io.IOException;

/** Thrown when a camera or an image cannot be used. The message includes the remedy. */
public final class CameraException extends IOException {
  private static final long serialVersionUID = 1L;

  public CameraException(String message) {
    super(message);
  }
}
