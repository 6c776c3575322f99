package minitaur.controller.command.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SecretFileTest {
  @TempDir private Path directory;

  @Test
  void detectsExposedPermissions() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "a-secret-token");
    for (String permissions : new String[] {"rw-r-----", "rw----r--", "rw-r--r--"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      assertThat(SecretFile.isExposed(file)).as(permissions).isTrue();
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(SecretFile.isExposed(file)).isFalse();
  }

  @Test
  void removesPermissionsOfOtherUsers() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "a-secret-token");
    for (String permissions : new String[] {"rw-rw----", "rwxr--r--", "rw-rw-rw-"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      assertThat(TokenOptions.firstLine(file)).isEqualTo("a-secret-token");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void protectsConfigurationWithToken() throws IOException {
    Path withToken =
        Files.writeString(directory.resolve("lab.yaml"), "console:\n  token: a-secret-token\n");
    Path withoutToken = Files.writeString(directory.resolve("open.yaml"), "run:\n  steps: 5000\n");
    for (Path file : new Path[] {withToken, withoutToken}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      ConfigOptions options = new ConfigOptions();
      new CommandLine(options).parseArgs("--config", file.toString());
      options.read(List.of());
    }
    assertThat(SecretFile.isExposed(withToken)).isFalse();
    assertThat(SecretFile.isExposed(withoutToken)).isTrue();
  }
}
