package minitaur.controller.console.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import minitaur.controller.record.RecordingDirectory;
import minitaur.controller.run.RunDirectory;
import org.jspecify.annotations.Nullable;

/** A file of the run that the page offers for download. */
enum RunFile {
  CURVE("image/png"),
  PROGRESS("text/csv; charset=utf-8"),
  POLICY("application/octet-stream"),
  RECORDING("application/octet-stream");

  private final String mediaType;

  RunFile(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /** Path of the file in the directory of a run; null if it does not exist. */
  @Nullable Path findIn(Path run) throws IOException {
    Path file =
        switch (this) {
          case CURVE -> run.resolve(RunDirectory.CURVE);
          case PROGRESS -> run.resolve(RunDirectory.PROGRESS);
          case POLICY -> run.resolve(RunDirectory.POLICY);
          case RECORDING -> RecordingDirectory.newestComplete(run.resolve(RunDirectory.RECORDINGS));
        };
    return file != null && Files.isRegularFile(file) ? file : null;
  }
}
