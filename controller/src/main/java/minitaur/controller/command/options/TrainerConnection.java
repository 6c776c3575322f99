package minitaur.controller.command.options;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import minitaur.controller.remote.TrainerClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Connection options of commands that query a running trainer. */
@OptionHeading("Connection")
public final class TrainerConnection {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private final TokenOptions tokenOptions = new TokenOptions();

  @Option(
      names = "--trainer",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8090",
      description = "URL of the trainer.")
  private URI trainer;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description =
          "Certificate of the trainer, PEM; no other is trusted. Default: the system's"
              + " certificates.")
  private @Nullable Path certificate;

  /** A client of the trainer. */
  public TrainerClient client() throws IOException {
    return new TrainerClient(
        new TrainerClient.Settings(trainer, tokenOptions.read(), certificate, TIMEOUT));
  }
}
