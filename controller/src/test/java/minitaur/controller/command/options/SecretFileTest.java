package minitaur.controller.command.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  @TempDir private Path directory;

  @Test
  void recognizesPermissionsThatExposeASecret() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "a-secret-token");
    for (String exposed : new String[] {"rw-r-----", "rw----r--", "rw-r--r--"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(exposed));
      assertThat(SecretFile.isExposed(file)).as(exposed).isTrue();
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(SecretFile.isExposed(file)).isFalse();
  }
}
