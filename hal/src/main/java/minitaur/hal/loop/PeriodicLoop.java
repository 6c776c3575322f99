package minitaur.hal.loop;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A thread with a name that does one thing at a fixed rate by an injected clock. A tick that comes
 * too late is not made up for: the ticks that were missed are counted and left out. Nothing is
 * allocated between ticks.
 */
public final class PeriodicLoop implements AutoCloseable {
  private final Clock clock;
  private final long periodNanos;
  private final Task task;
  private final @Nullable PhaseLock lock;
  private final Consumer<? super Throwable> errorHandler;
  private final LoopTiming lateness = new LoopTiming();
  private final AtomicLong missed = new AtomicLong();
  private final Thread thread;
  private volatile boolean stopping;

  /** What is done at each tick. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does it.
     *
     * @param timeNanos now, by the loop's clock
     */
    void tick(long timeNanos);
  }

  /**
   * A loop that keeps to its own clock.
   *
   * @param name of the thread
   * @param begin runs first on the thread, to ask for priority
   * @param errorHandler hears why the loop ended when its task threw; the loop then ends
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
   * @param begin runs first on the thread, to ask for priority
   * @param lock keeps the ticks behind what comes to the loop; null for ticks by the clock alone
   * @param errorHandler hears why the loop ended when its task threw; the loop then ends
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
    this.errorHandler = errorHandler;
    thread =
        new Thread(
            () -> {
              begin.run();
              run();
            },
            name);
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** How late the ticks came. */
  public LoopTiming lateness() {
    return lateness;
  }

  /** Ticks that were left out because others took too long. */
  public long missed() {
    return missed.get();
  }

  /** Whether the loop runs. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /** Lets the tick under way finish and ends the thread. */
  @Override
  public void close() {
    stopping = true;
    if (Thread.currentThread() == thread) {
      return;
    }
    Threads.join(thread);
  }

  private void run() {
    try {
      long due = clock.nanos() + periodNanos;
      while (!stopping) {
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
    } catch (RuntimeException | Error e) {
      errorHandler.accept(e);
    }
  }
}
