package minitaur.controller.remote;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An answer's body, and how much of it is there so far: a slow line is told from a dead one by
 * that. For one answer; any thread may ask.
 */
final class ArrivingBytes implements HttpResponse.BodyHandler<byte[]> {
  private final AtomicLong count = new AtomicLong();

  /** Grows with everything that comes, the answer's head included. */
  long count() {
    return count.get();
  }

  @Override
  public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo head) {
    count.incrementAndGet();
    HttpResponse.BodySubscriber<byte[]> whole = HttpResponse.BodySubscribers.ofByteArray();
    return new HttpResponse.BodySubscriber<>() {
      @Override
      public CompletionStage<byte[]> getBody() {
        return whole.getBody();
      }

      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        whole.onSubscribe(subscription);
      }

      @Override
      public void onNext(List<ByteBuffer> pieces) {
        count.addAndGet(pieces.stream().mapToLong(ByteBuffer::remaining).sum());
        whole.onNext(pieces);
      }

      @Override
      public void onError(Throwable cause) {
        whole.onError(cause);
      }

      @Override
      public void onComplete() {
        whole.onComplete();
      }
    };
  }
}
