package minitaur.controller.command.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import minitaur.controller.config.ConfigException;
import minitaur.controller.remote.BearerToken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The secret that a trainer and its collectors share. */
@OptionHeading("Connection")
public final class TokenOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:MINITAUR_TOKEN:-}",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description =
          "Secret shared by trainer and collectors, at least 8 characters. Visible in the process"
              + " list of this computer. Default: the environment variable MINITAUR_TOKEN.")
  private String token = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with the secret in its first line. Default: none.")
  private @Nullable Path file;

  /**
   * The secret; null when none was given.
   *
   * @throws ParameterException if both options were given
   */
  public @Nullable BearerToken read() throws IOException {
    if (file != null && spec.commandLine().getParseResult().hasMatchedOption("--token")) {
      throw new ParameterException(spec.commandLine(), "--token-file excludes --token");
    }
    if (file == null && token.isEmpty()) {
      return null;
    }
    try {
      return new BearerToken(file == null ? token : firstLine(file));
    } catch (IllegalArgumentException e) {
      throw ConfigException.of("", "the token is invalid: " + e.getMessage(), "");
    }
  }

  /** The first line of a file with a secret, without leading and trailing whitespace. */
  public static String firstLine(Path file) throws IOException {
    SecretFile.protect(file);
    return Files.readString(file).lines().findFirst().orElse("").strip();
  }
}
