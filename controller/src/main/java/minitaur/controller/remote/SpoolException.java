package minitaur.controller.remote;

import java.io.IOException;
import minitaur.hal.file.FileErrors;

/** A pending episode could not be read from or moved on this computer's disk. */
final class SpoolException extends IOException {
  private static final long serialVersionUID = 1;

  SpoolException(IOException cause) {
    super(FileErrors.message(cause), cause);
  }
}
