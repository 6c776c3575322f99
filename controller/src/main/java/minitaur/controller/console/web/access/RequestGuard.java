package minitaur.controller.console.web.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import minitaur.hal.Clock;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a server. Requests with the token pass at once. Of the others each address
 * has a limited number; what exceeds it is refused, after a delay, before anything of the service
 * is called and before a body is read, so that a flood slows itself down and costs little.
 */
public final class RequestGuard extends Handler.Wrapper {
  private static final int TOO_MANY_REQUESTS = 429;

  /** A client that waits for its refusal cannot connect again meanwhile. */
  private static final int REFUSAL_SECONDS = 1;

  private static final byte[] TOO_MANY =
      "{\"error\":\"too many requests without the token; wait a second\"}"
          .getBytes(StandardCharsets.UTF_8);

  private final Predicate<@Nullable String> isAuthorized;
  private final ConnectionLimit connections;
  private final RateLimit reading;
  private final RateLimit changing;

  /**
   * A guard.
   *
   * @param isAuthorized whether a header {@code Authorization}, or none, holds the token
   * @param connections told of the connections that have shown the token
   */
  public RequestGuard(
      Predicate<@Nullable String> isAuthorized, ConnectionLimit connections, Clock clock) {
    this.isAuthorized = isAuthorized;
    this.connections = connections;
    reading = new RateLimit(clock, 300, 100);
    changing = new RateLimit(clock, 10, 5);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (isAuthorized.test(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
      connections.trust(request.getConnectionMetaData().getConnection());
    } else {
      RateLimit limit = HttpMethod.GET.is(request.getMethod()) ? reading : changing;
      if (!limit.take(Request.getRemoteAddr(request))) {
        refuseLater(request, response, callback);
        return true;
      }
    }
    return super.handle(request, response, callback);
  }

  /** Occupies no thread meanwhile. */
  private static void refuseLater(Request request, Response response, Callback callback) {
    request
        .getComponents()
        .getScheduler()
        .schedule(
            () -> {
              response.setStatus(TOO_MANY_REQUESTS);
              response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
              response.getHeaders().put(HttpHeader.CONNECTION, "close");
              response.write(true, ByteBuffer.wrap(TOO_MANY), callback);
            },
            REFUSAL_SECONDS,
            TimeUnit.SECONDS);
  }
}
