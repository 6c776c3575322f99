package minitaur.controller.run;

import java.io.IOException;
import java.nio.file.Path;

/** A table that is not what it is taken for. */
public final class CsvFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  CsvFormatException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
