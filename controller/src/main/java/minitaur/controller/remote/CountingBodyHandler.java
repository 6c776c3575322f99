package minitaur.controller.remote;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects a response body and counts the bytes received so far, to distinguish a slow connection
 * from a dead one. One instance per response; {@link #count()} may be called from any thread.
 */
final class CountingBodyHandler implements HttpResponse.BodyHandler<byte[]> {
  private final AtomicLong count = new AtomicLong();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** A counter that grows with every chunk received, including the response headers. */
  long count() {
    return count.get();
  }

  @Override
  public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo responseInfo) {
    count.incrementAndGet();
    return BodySubscribers.mapping(
        BodySubscribers.ofByteArrayConsumer(chunk -> chunk.ifPresent(this::add)),
        end -> body.toByteArray());
  }

  private void add(byte[] chunk) {
    body.writeBytes(chunk);
    count.addAndGet(chunk.length);
  }
}
