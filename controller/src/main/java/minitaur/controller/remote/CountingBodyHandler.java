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
  /**
   * Max length of a body, so that no peer can exhaust the memory of the robot's computer. A policy
   * with two hidden layers of 256 units has 0.4 MB.
   */
  static final int MAX_BYTES = 32 << 20;

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
        BodySubscribers.ofByteArrayConsumer(chunk -> chunk.ifPresent(this::add)), end -> body());
  }

  private byte[] body() {
    if (count.get() > MAX_BYTES) {
      throw new IllegalStateException("the response has more than " + MAX_BYTES + " bytes");
    }
    return body.toByteArray();
  }

  private void add(byte[] chunk) {
    if (count.addAndGet(chunk.length) <= MAX_BYTES) {
      body.writeBytes(chunk);
    }
  }
}
