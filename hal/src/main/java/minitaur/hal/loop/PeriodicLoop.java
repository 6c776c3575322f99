package minitaur.hal.loop;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Named thread that runs a task at a fixed rate on an injected clock. Missed ticks are counted and
 * skipped, not made up for. Nothing is allocated between ticks.
 */
public final class PeriodicLoop implements AutoCloseable {
  private final Clock clock;
  private final long periodNanos;
  private final LongConsumer task;
  private final @Nullable PhaseLock phaseLock;
  private final LatencyHistogram latency = new LatencyHistogram();
  private final AtomicLong missedTicks = new AtomicLong();
  private final Agent agent;

  /**
   * Creates a loop paced by the clock alone.
   *
   * @param name of the thread
   * @param onStart runs first on the thread, for example to request priority
   * @param task runs at each tick, with the current time of the clock, ns
   * @param errorHandler receives the exception when the task throws; the loop then ends
   */
  public PeriodicLoop(
      String name,
      Clock clock,
      long periodNanos,
      Runnable onStart,
      LongConsumer task,
      Consumer<? super Throwable> errorHandler) {
    this(name, clock, periodNanos, onStart, null, task, errorHandler);
  }

  /**
   * @param name of the thread
   * @param onStart runs first on the thread, for example to request priority
   * @param phaseLock aligns the ticks with arriving samples; null for ticks paced by the clock
   *     alone
   * @param task runs at each tick, with the current time of the clock, ns
   * @param errorHandler receives the exception when the task throws; the loop then ends
   */
  public PeriodicLoop(
      String name,
      Clock clock,
      long periodNanos,
      Runnable onStart,
      @Nullable PhaseLock phaseLock,
      LongConsumer task,
      Consumer<? super Throwable> errorHandler) {
    if (periodNanos <= 0) {
      throw new IllegalArgumentException("a loop's period must be above 0 ns, not " + periodNanos);
    }
    this.clock = clock;
    this.periodNanos = periodNanos;
    this.phaseLock = phaseLock;
    this.task = task;
    agent =
        new Agent(
            name,
            Agent.once(
                () -> {
                  onStart.run();
                  run();
                }),
            errorHandler);
  }

  /** Starts the thread. */
  public void start() {
    agent.start();
  }

  /** Latency of the ticks relative to their schedule. */
  public LatencyHistogram latency() {
    return latency;
  }

  /** Number of ticks skipped because earlier ones took too long. */
  public long missedTicks() {
    return missedTicks.get();
  }

  /** Whether the loop is running. */
  public boolean isRunning() {
    return agent.isRunning();
  }

  /** Ends the thread after the current tick. */
  @Override
  public void close() {
    agent.close();
  }

  private void run() {
    long scheduledNanos = clock.nanos() + periodNanos;
    while (!agent.isClosing()) {
      clock.waitUntil(scheduledNanos);
      long now = clock.nanos();
      latency.record(now - scheduledNanos);
      if (phaseLock == null) {
        task.accept(now);
        scheduledNanos += periodNanos;
      } else {
        task.accept(phaseLock.await(scheduledNanos));
        scheduledNanos += periodNanos + phaseLock.correctionNanos();
      }
      long overrunNanos = clock.nanos() - scheduledNanos;
      if (overrunNanos > 0) {
        long skipped = overrunNanos / periodNanos;
        missedTicks.lazySet(missedTicks.get() + skipped);
        scheduledNanos += skipped * periodNanos;
      }
    }
  }
}
