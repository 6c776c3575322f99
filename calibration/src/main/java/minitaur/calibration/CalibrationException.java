package minitaur.calibration;

import java.io.IOException;

/** Thrown when a calibration is missing or unusable. The message is shown to the operator. */
public final class CalibrationException extends IOException {
  private static final long serialVersionUID = 1L;

  public CalibrationException(String message) {
    super(message);
  }
}
