package minitaur.controller.remote;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import minitaur.hal.Clock;
import minitaur.hal.loop.Threads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the trainer's newest policy when one other thread asks for it, on a thread of its own.
 */
final class Downlink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Downlink.class);
  private static final long POLL_NANOS = 1_000_000;
  private static final long IDLE_NANOS = 200_000_000L;
  private static final long AGAIN_NANOS = 1_000_000_000L;
  private static final int ATTEMPTS = 2;

  private final TrainerClient trainer;
  private final CollectorPolicies policies;
  private final Clock clock;
  private final Thread thread = new Thread(this::run, "downlink");
  private volatile boolean closed;
  private volatile long askedNanos;
  private final AtomicLong asked = new AtomicLong();
  private volatile long answered;
  private volatile boolean failing;
  private boolean warned;

  Downlink(TrainerClient trainer, CollectorPolicies policies, Clock clock) {
    this.trainer = trainer;
    this.policies = policies;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  /**
   * Asks for the newest policy and waits a little for it, between two episodes; no longer than it
   * takes to find that it cannot be had.
   *
   * @param longestNanos no longer than this
   * @param stop asked whether to wait no longer
   */
  void refresh(long longestNanos, BooleanSupplier stop) {
    long mine = ask();
    long end = clock.nanos() + longestNanos;
    while (answered < mine && clock.nanos() < end && !stop.getAsBoolean()) {
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
  }

  /**
   * Asks for the newest policy and does not wait for it. Any thread.
   *
   * @return number of the question
   */
  long ask() {
    askedNanos = clock.nanos();
    long mine = asked.incrementAndGet();
    LockSupport.unpark(thread);
    return mine;
  }

  /**
   * The trainer has answered to something else: what failed is asked for again, so that the next
   * episode need not do without it. Any thread.
   */
  void trainerIsThere() {
    if (failing && answered == asked.get()) {
      ask();
    }
  }

  /** Asks again where that was long ago, while the next episode is waited for. */
  void askNowAndThen() {
    if (answered == asked.get() && clock.nanos() - askedNanos >= AGAIN_NANOS) {
      ask();
    }
  }

  /** Waits for the trainer's answer as long as it takes, or until {@code stop}. */
  void await(BooleanSupplier stop) {
    do {
      refresh(AGAIN_NANOS, stop);
      if (failing || answered < asked.get()) {
        clock.waitUntil(clock.nanos() + IDLE_NANOS / 10);
      }
    } while ((failing || answered < asked.get()) && !stop.getAsBoolean());
  }

  private void run() {
    while (!closed) {
      long request = asked.get();
      if (request == answered) {
        LockSupport.parkNanos(IDLE_NANOS);
        continue;
      }
      failing = !fetch();
      answered = request;
    }
  }

  /**
   * Fetches it; false when that failed. Tried twice: what was cut or damaged on its way is there
   * before the next episode then.
   */
  private boolean fetch() {
    IOException problem = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        policies.accept(trainer.behaviour(policies.tag()));
        warned = false;
        return true;
      } catch (IOException e) {
        problem = e;
      }
    }
    if (problem != null && !warned && !closed) {
      LOG.warn("No new policy ({}); the last good one stays in use.", problem.getMessage());
    }
    warned = true;
    return false;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Threads.join(thread);
  }
}
