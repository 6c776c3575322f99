package minitaur.controller.console.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may look at the robot and who may command it. */
public final class AccessRules {
  private static final String BEARER = "Bearer ";

  /**
   * An address that is written in numbers. A foreign page can point a name of its own at this
   * computer, but not a number.
   */
  private static final Pattern NUMERIC =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+\\]");

  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

  private final byte[] tokenDigest;
  private final Set<String> names;
  private final boolean lookingNeedsToken;

  /**
   * @param names lower-case names of this computer, beside localhost. Not modified.
   * @param lookingNeedsToken whether even who only looks must show the token
   */
  public AccessRules(String token, Set<String> names, boolean lookingNeedsToken) {
    tokenDigest = digest(token);
    this.names = Set.copyOf(names);
    this.lookingNeedsToken = lookingNeedsToken;
  }

  /** Whether even looking needs the token. */
  public boolean lookingNeedsToken() {
    return lookingNeedsToken;
  }

  /** Whether a request was meant for this computer: its Host is a number or one of our names. */
  public boolean isOwnHost(@Nullable String host) {
    return isOwnHost(host, names);
  }

  /**
   * Whether a request was meant for a computer with these names.
   *
   * @param names in lower case. Not modified.
   */
  public static boolean isOwnHost(@Nullable String host, Set<String> names) {
    if (host == null) {
      return false;
    }
    String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    return name.equals("localhost") || NUMERIC.matcher(name).matches() || names.contains(name);
  }

  /** Whether a request comes from a page that this server has served. */
  public boolean isSameOrigin(@Nullable String origin, @Nullable String host) {
    return origin != null && host != null && origin.equalsIgnoreCase("http://" + host);
  }

  /** Whether an Authorization header holds the token. */
  public boolean isAuthorized(@Nullable String authorization) {
    return authorization != null
        && authorization.startsWith(BEARER)
        && isToken(authorization.substring(BEARER.length()));
  }

  /** Whether {@code shown} is the token; takes the same time whatever it is. */
  public boolean isToken(String shown) {
    return MessageDigest.isEqual(tokenDigest, digest(shown));
  }

  /** Names of this computer in lower case, for requests that do not address it in numbers. */
  public static Set<String> ownNames() {
    try {
      InetAddress own = InetAddress.getLocalHost();
      String name = own.getHostName().toLowerCase(Locale.ROOT);
      return Set.copyOf(
          List.of(name, name + ".local", own.getCanonicalHostName().toLowerCase(Locale.ROOT)));
    } catch (UnknownHostException e) {
      return Set.of(); // It has no name, so no request uses one.
    }
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
