package minitaur.controller.remote;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import minitaur.hal.Clock;
import minitaur.hal.file.FileErrors;
import minitaur.hal.loop.Agent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the trainer's newest policy on request, on a separate thread. */
final class Downlink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Downlink.class);
  private static final long POLL_NANOS = 1_000_000;
  private static final long IDLE_NANOS = 200_000_000L;
  private static final long RETRY_NANOS = 1_000_000_000L;
  private static final int MAX_ATTEMPTS = 2;

  private final TrainerClient trainer;
  private final CollectorPolicies policies;
  private final Clock clock;
  private final Agent agent = new Agent("downlink", this::processRequest);
  private volatile long requestNanos;
  private final AtomicLong requestCount = new AtomicLong();
  private volatile long completedCount;
  private volatile boolean lastFailed;
  private boolean warned;

  Downlink(TrainerClient trainer, CollectorPolicies policies, Clock clock) {
    this.trainer = trainer;
    this.policies = policies;
    this.clock = clock;
  }

  void start() {
    agent.start();
  }

  /**
   * Requests the newest policy and waits for it between episodes, until the request succeeds, fails
   * or times out.
   *
   * @param timeoutNanos timeout, ns
   * @param stop polled; true ends the wait
   */
  void refresh(long timeoutNanos, BooleanSupplier stop) {
    long requestNumber = request();
    long end = clock.nanos() + timeoutNanos;
    while (completedCount < requestNumber && clock.nanos() < end && !stop.getAsBoolean()) {
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
  }

  /**
   * Requests the newest policy without waiting for it. May be called from any thread.
   *
   * @return sequence number of the request
   */
  long request() {
    requestNanos = clock.nanos();
    long requestNumber = requestCount.incrementAndGet();
    agent.wake();
    return requestNumber;
  }

  /**
   * Repeats a failed request after the trainer answered a different one, so that the next episode
   * can use a new policy. May be called from any thread.
   */
  void onTrainerReachable() {
    if (lastFailed && completedCount == requestCount.get()) {
      request();
    }
  }

  /**
   * Requests the newest policy if the last request is more than 1 s old. Called while the next
   * episode cannot start.
   */
  void requestIfStale() {
    if (completedCount == requestCount.get() && clock.nanos() - requestNanos >= RETRY_NANOS) {
      request();
    }
  }

  /** Waits for the trainer's response without a time limit, or until {@code stop}. */
  void await(BooleanSupplier stop) {
    do {
      refresh(RETRY_NANOS, stop);
      if (lastFailed || completedCount < requestCount.get()) {
        clock.waitUntil(clock.nanos() + IDLE_NANOS / 10);
      }
    } while ((lastFailed || completedCount < requestCount.get()) && !stop.getAsBoolean());
  }

  private long processRequest() {
    long request = requestCount.get();
    if (request == completedCount) {
      return IDLE_NANOS;
    }
    lastFailed = !fetch();
    completedCount = request;
    return 0;
  }

  /**
   * Fetches the policy; returns false on failure. Retries once, so that an interrupted or corrupted
   * response does not leave the next episode with an old policy.
   */
  private boolean fetch() {
    IOException problem = null;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        policies.accept(trainer.fetchPolicy(policies.tag()));
        warned = false;
        return true;
      } catch (IOException e) {
        problem = e;
      }
    }
    if (problem != null && !warned && !agent.isClosing()) {
      LOG.warn(
          "Cannot fetch or store the newest policy ({}); the last valid one stays in use.",
          FileErrors.message(problem));
    }
    warned = true;
    return false;
  }

  @Override
  public void close() {
    agent.interrupt();
    agent.close();
  }
}
