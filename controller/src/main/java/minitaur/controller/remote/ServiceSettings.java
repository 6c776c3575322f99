package minitaur.controller.remote;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a trainer listens.
 *
 * @param bind address to listen at
 * @param port 0 for any that is free
 * @param token what every request must carry; null for none
 * @param tls what the connection is encrypted with; null for none
 */
public record ServiceSettings(
    String bind, int port, @Nullable BearerToken token, @Nullable Keystore tls) {

  /**
   * A certificate with its key.
   *
   * @param file in PKCS 12
   */
  public record Keystore(Path file, String password) {}

  /**
   * Refuses to open the trainer to other computers without a token.
   *
   * @throws PipelineException when the address needs a token, or is none
   */
  public void check() throws PipelineException {
    InetAddress address;
    try {
      address = InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new PipelineException("--bind " + bind + " is no address of this computer");
    }
    if (token == null && !address.isLoopbackAddress()) {
      throw new PipelineException(
          "--bind "
              + bind
              + " opens the trainer to other computers, so it needs a token: choose one and give it"
              + " to the trainer and to every collector with --token-file, --token or the variable"
              + " MINITAUR_TOKEN");
    }
  }
}
