package minitaur.controller.run;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when a CSV file does not have the expected format. */
public final class CsvFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  CsvFormatException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
