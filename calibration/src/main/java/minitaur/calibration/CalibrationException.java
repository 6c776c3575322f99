package minitaur.calibration;

import java.io.IOException;

/** A calibration that cannot be used or found. The message is for the operator. */
public final class CalibrationException extends IOException {
  private static final long serialVersionUID = 1L;

  public CalibrationException(String message) {
    super(message);
  }
}
