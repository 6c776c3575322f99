package minitaur.controller.remote;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects a response body and counts the bytes received so far, to distinguish a slow connection
 * from a dead one. One instance per response; {@link #count()} may be called from any thread.
 */
final class CountingBodyHandler implements HttpResponse.BodyHandler<byte[]> {
  private final AtomicLong count = new AtomicLong();

  /** A counter that grows with every chunk received, including the response headers. */
  long count() {
    return count.get();
  }

  @Override
  public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo responseInfo) {
    count.incrementAndGet();
    HttpResponse.BodySubscriber<byte[]> delegate = HttpResponse.BodySubscribers.ofByteArray();
    return new HttpResponse.BodySubscriber<>() {
      @Override
      public CompletionStage<byte[]> getBody() {
        return delegate.getBody();
      }

      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        delegate.onSubscribe(subscription);
      }

      @Override
      public void onNext(List<ByteBuffer> buffers) {
        count.addAndGet(buffers.stream().mapToLong(ByteBuffer::remaining).sum());
        delegate.onNext(buffers);
      }

      @Override
      public void onError(Throwable cause) {
        delegate.onError(cause);
      }

      @Override
      public void onComplete() {
        delegate.onComplete();
      }
    };
  }
}
