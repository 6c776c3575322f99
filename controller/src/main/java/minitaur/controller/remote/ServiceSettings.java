package minitaur.controller.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import minitaur.controller.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Network settings of the trainer service.
 *
 * @param bind address to listen on
 * @param port TCP port; 0 for any free port
 * @param token required in every request; null for none
 * @param tls certificate and key for TLS; null for unencrypted connections
 */
public record ServiceSettings(
    String bind, int port, @Nullable BearerToken token, @Nullable Keystore tls) {

  /**
   * A certificate with its private key.
   *
   * @param file in PKCS #12 format
   */
  public record Keystore(Path file, String password) {}

  /**
   * Checks that the keystore can be read, and that the trainer has a token if it is reachable from
   * other computers.
   *
   * @throws ConfigException when the address needs a token or is invalid, or for the keystore
   */
  public void check() {
    InetAddress address;
    try {
      address = InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw ConfigException.of("", "--bind " + bind + " is not an address of this computer", "");
    }
    if (token == null && !address.isLoopbackAddress()) {
      throw ConfigException.of(
          "",
          "--bind " + bind + " opens the trainer to other computers, so it needs a token",
          "choose one and give it to the trainer and to every collector with --token-file, --token"
              + " or the variable MINITAUR_TOKEN");
    }
    if (tls != null) {
      try {
        KeyStore.getInstance(tls.file().toFile(), tls.password().toCharArray());
      } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
        throw ConfigException.of(
            "",
            "--tls-keystore %s cannot be read as a PKCS 12 file with the password of --tls-password-file: %s"
                .formatted(tls.file(), e.getMessage()),
            "");
      }
    }
  }
}
