package minitaur.controller.remote;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret shared by trainer and collectors. Never printed in messages. */
public final class BearerToken {
  private static final String SCHEME = "Bearer ";
  private static final int MIN_LENGTH = 8;

  private final String secret;

  /**
   * @throws IllegalArgumentException when the secret is too short or contains characters that a
   *     header cannot carry
   */
  public BearerToken(String secret) {
    if (secret.length() < MIN_LENGTH || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "a token needs at least " + MIN_LENGTH + " visible ASCII characters without spaces");
    }
    this.secret = secret;
  }

  /** Value of the {@code Authorization} header. */
  String header() {
    return SCHEME + secret;
  }

  /** Whether a header carries this token, compared in constant time. */
  boolean matches(@Nullable String authorization) {
    byte[] received = (authorization == null ? "" : authorization).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(header().getBytes(StandardCharsets.UTF_8), received);
  }

  @Override
  public String toString() {
    return "a token";
  }
}
