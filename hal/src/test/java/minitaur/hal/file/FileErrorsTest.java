package minitaur.hal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileErrorsTest {
  @TempDir Path directory;

  @Test
  void namesFileAndReason() throws IOException {
    Path missing = directory.resolve("missing.yaml");
    IOException absent = catchThrowableOfType(IOException.class, () -> Files.readString(missing));
    assertThat(FileErrors.message(absent)).isEqualTo(missing + ": no such file");
    assertThat(FileErrors.reason(absent)).isEqualTo("no such file");

    Path file = Files.createFile(directory.resolve("file"));
    IOException taken = catchThrowableOfType(IOException.class, () -> Files.createFile(file));
    assertThat(FileErrors.message(taken)).isEqualTo(file + ": already exists");

    IOException notDirectory = catchThrowableOfType(IOException.class, () -> Files.list(file));
    assertThat(FileErrors.message(notDirectory)).isEqualTo(file + ": not a directory");

    IOException notEmpty = catchThrowableOfType(IOException.class, () -> Files.delete(directory));
    assertThat(FileErrors.message(notEmpty)).isEqualTo(directory + ": directory is not empty");
  }

  @Test
  void keepsReasonOfException() {
    AccessDeniedException denied = new AccessDeniedException("a.yaml");
    assertThat(FileErrors.message(denied)).isEqualTo("a.yaml: access denied");
    AccessDeniedException reason = new AccessDeniedException("a.yaml", null, "Read-only file");
    assertThat(FileErrors.message(reason)).isEqualTo("a.yaml: Read-only file");
    assertThat(FileErrors.reason(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
  }
}
