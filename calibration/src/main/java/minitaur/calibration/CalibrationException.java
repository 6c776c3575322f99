package minitaur.calibration;

import java.io.IOException;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;

/** Thrown when a calibration is missing or unusable. The message is shown to the operator. */
public final class CalibrationException extends IOException {
  private static final long serialVersionUID = 1L;

  public CalibrationException(String message) {
    super(message);
  }

  /** Creates an exception with a formatted message. */
  public CalibrationException(String format, @Nullable Object... values) {
    super(Text.of(format, values));
  }
}
