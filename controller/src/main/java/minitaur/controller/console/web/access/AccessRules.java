package minitaur.controller.console.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import minitaur.controller.run.Sha256;
import org.jspecify.annotations.Nullable;

/** Rules for viewing and commanding the robot over HTTP. */
public final class AccessRules {
  private static final String BEARER = "Bearer ";

  /**
   * A numeric IP address. A foreign page can resolve its own host name to this computer (DNS
   * rebinding), but not an IP address.
   */
  private static final Pattern IP_ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+\\]");

  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

  private final ConnectionLimit connections = new ConnectionLimit();
  private final byte[] tokenDigest;
  private final Set<String> names;
  private final boolean viewingRequiresToken;

  /**
   * @param names lower-case names of this computer, besides localhost. Not modified.
   * @param viewingRequiresToken whether viewing requires the token too
   */
  public AccessRules(String token, Set<String> names, boolean viewingRequiresToken) {
    tokenDigest = Sha256.of(token);
    this.names = Set.copyOf(names);
    this.viewingRequiresToken = viewingRequiresToken;
  }

  /** Limit on the connections that have not sent the token. */
  public ConnectionLimit connections() {
    return connections;
  }

  /** Whether viewing requires the token. */
  public boolean viewingRequiresToken() {
    return viewingRequiresToken;
  }

  /** Whether the Host header of a request is an IP address or a name of this computer. */
  public boolean isOwnHost(@Nullable String host) {
    return isOwnHost(host, names);
  }

  /**
   * Whether the Host header of a request is an IP address, localhost or one of the names.
   *
   * @param names names in lower case. Not modified.
   */
  public static boolean isOwnHost(@Nullable String host, Set<String> names) {
    if (host == null) {
      return false;
    }
    String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    return name.equals("localhost") || IP_ADDRESS.matcher(name).matches() || names.contains(name);
  }

  /** Whether a request comes from a page of this server. */
  public boolean isSameOrigin(@Nullable String origin, @Nullable String host) {
    return origin != null && host != null && origin.equalsIgnoreCase("http://" + host);
  }

  /** Whether an Authorization header contains the token. */
  public boolean isAuthorized(@Nullable String authorization) {
    return authorization != null
        && authorization.startsWith(BEARER)
        && isToken(authorization.substring(BEARER.length()));
  }

  /** Whether {@code candidate} is the token; compares in constant time. */
  public boolean isToken(String candidate) {
    return MessageDigest.isEqual(tokenDigest, Sha256.of(candidate));
  }

  /** Host names of this computer in lower case; empty if they are unknown. */
  public static Set<String> localHostNames() {
    try {
      InetAddress localHost = InetAddress.getLocalHost();
      String name = localHost.getHostName().toLowerCase(Locale.ROOT);
      return Set.copyOf(
          List.of(
              name, name + ".local", localHost.getCanonicalHostName().toLowerCase(Locale.ROOT)));
    } catch (UnknownHostException e) {
      return Set.of(); // Without a name, requests use an IP address.
    }
  }
}
