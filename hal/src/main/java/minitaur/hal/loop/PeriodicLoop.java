package minitaur.hal.loop;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Named thread that runs a task at a fixed rate on an injected clock. Missed ticks are counted and
 * skipped, not made up for. Nothing is allocated between ticks.
 */
public final class PeriodicLoop implements AutoCloseable {
  private final Clock clock;
  private final long periodNanos;
  private final Task task;
  private final @Nullable PhaseLock lock;
  private final LoopTiming lateness = new LoopTiming();
  private final AtomicLong missed = new AtomicLong();
  private final Agent agent;

  /** Task of a loop, run at each tick. */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs one tick.
     *
     * @param timeNanos current time, by the loop's clock
     */
    void tick(long timeNanos);
  }

  /**
   * Creates a loop paced by the clock alone.
   *
   * @param name of the thread
   * @param begin runs first on the thread, for example to request priority
   * @param errorHandler receives the exception when the task throws; the loop then ends
   */
  public PeriodicLoop(
      String name,
      Clock clock,
      long periodNanos,
      Runnable begin,
      Task task,
      Consumer<? super Throwable> errorHandler) {
    this(name, clock, periodNanos, begin, null, task, errorHandler);
  }

  /**
   * @param name of the thread
   * @param begin runs first on the thread, for example to request priority
   * @param lock aligns the ticks with arriving samples; null for ticks paced by the clock alone
   * @param errorHandler receives the exception when the task throws; the loop then ends
   */
  public PeriodicLoop(
      String name,
      Clock clock,
      long periodNanos,
      Runnable begin,
      @Nullable PhaseLock lock,
      Task task,
      Consumer<? super Throwable> errorHandler) {
    if (periodNanos <= 0) {
      throw new IllegalArgumentException("a loop's period must be above 0 ns, not " + periodNanos);
    }
    this.clock = clock;
    this.periodNanos = periodNanos;
    this.lock = lock;
    this.task = task;
    agent =
        new Agent(
            name,
            Agent.once(
                () -> {
                  begin.run();
                  run();
                }),
            errorHandler);
  }

  /** Starts the thread. */
  public void start() {
    agent.start();
  }

  /** Latency of the ticks relative to their schedule. */
  public LoopTiming lateness() {
    return lateness;
  }

  /** Number of ticks skipped because earlier ones took too long. */
  public long missed() {
    return missed.get();
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
    long due = clock.nanos() + periodNanos;
    while (!agent.isClosing()) {
      clock.waitUntil(due);
      long now = clock.nanos();
      lateness.record(now - due);
      if (lock == null) {
        task.tick(now);
        due += periodNanos;
      } else {
        task.tick(lock.await(due));
        due += periodNanos + lock.correctionNanos();
      }
      long behind = clock.nanos() - due;
      if (behind > 0) {
        long skipped = behind / periodNanos;
        missed.lazySet(missed.get() + skipped);
        due += skipped * periodNanos;
      }
    }
  }
}
