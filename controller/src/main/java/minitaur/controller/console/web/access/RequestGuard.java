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
 * First handler of a server. Passes requests with the token. Limits the rate of other requests per
 * address: requests above the limit are rejected after a delay, before the body is read and before
 * any other handler runs, so that a flood is throttled at little cost.
 */
public final class RequestGuard extends Handler.Wrapper {
  private static final int TOO_MANY_REQUESTS = 429;

  /** Delay of a rejection, which throttles clients that wait for the response. */
  private static final int REJECTION_DELAY_SECONDS = 1;

  private static final byte[] REJECTION_BODY =
      "{\"error\":\"too many requests without the token; wait a second\"}"
          .getBytes(StandardCharsets.UTF_8);

  private final Predicate<@Nullable String> isAuthorized;
  private final ConnectionLimit connections;
  private final RateLimiter readLimiter;
  private final RateLimiter writeLimiter;

  /**
   * @param isAuthorized whether an {@code Authorization} header contains the token; null for no
   *     header
   * @param connections limit on connections, from which connections with the token are exempt
   */
  public RequestGuard(
      Predicate<@Nullable String> isAuthorized, ConnectionLimit connections, Clock clock) {
    this.isAuthorized = isAuthorized;
    this.connections = connections;
    readLimiter = new RateLimiter(clock, 300, 100);
    writeLimiter = new RateLimiter(clock, 10, 5);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (isAuthorized.test(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
      connections.trust(request.getConnectionMetaData().getRemoteSocketAddress());
    } else {
      RateLimiter limit = HttpMethod.GET.is(request.getMethod()) ? readLimiter : writeLimiter;
      if (!limit.tryAcquire(Request.getRemoteAddr(request))) {
        rejectAfterDelay(request, response, callback);
        return true;
      }
    }
    return super.handle(request, response, callback);
  }

  /** Rejects a request after the delay without blocking a thread. */
  private static void rejectAfterDelay(Request request, Response response, Callback callback) {
    request
        .getComponents()
        .getScheduler()
        .schedule(
            () -> {
              response.setStatus(TOO_MANY_REQUESTS);
              response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
              response.getHeaders().put(HttpHeader.CONNECTION, "close");
              response.write(true, ByteBuffer.wrap(REJECTION_BODY), callback);
            },
            REJECTION_DELAY_SECONDS,
            TimeUnit.SECONDS);
  }
}
