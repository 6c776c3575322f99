package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the secret comes from that a trainer and its collectors share. */
final class TokenOptions {
  @Option(
      names = "--token",
      paramLabel = "T",
      defaultValue = "${env:MINITAUR_TOKEN:-}",
      description =
          "Secret that trainer and collectors share, at least 8 characters; others on this computer"
              + " can see it in the list of processes. Default: the variable MINITAUR_TOKEN.")
  private String token = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File that holds the secret, in its first line.")
  private @Nullable Path file;

  /** The secret; null when none was given. */
  @Nullable String read() throws IOException {
    if (file != null) {
      return Files.readString(file).lines().findFirst().orElse("").strip();
    }
    return token.isEmpty() ? null : token;
  }
}
