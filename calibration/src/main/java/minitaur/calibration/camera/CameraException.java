package minitaur.calibration.camera;

import java.io.IOException;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;

/** Thrown when a camera or an image cannot be used. The message includes the remedy. */
public final class CameraException extends IOException {
  private static final long serialVersionUID = 1L;

  public CameraException(String message) {
    super(message);
  }

  /** Creates an exception with a formatted message. */
  public CameraException(String format, @Nullable Object... values) {
    super(Text.of(format, values));
  }
}
