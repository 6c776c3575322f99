package minitaur.hal.loop;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A named daemon thread that repeats a duty until the duty is done, fails, or the agent is closed.
 * The value that the duty returns is its idle strategy. Nothing is allocated between cycles.
 *
 * <p>{@link PeriodicLoop} is the counterpart for work at a fixed rate.
 */
public final class Agent implements AutoCloseable {
  /** Returned by a duty that has nothing left to do: ends the thread. */
  public static final long DONE = -1;

  /** Returned by a duty to idle until {@link #wake} or {@link #close}. */
  public static final long UNTIL_WOKEN = Long.MAX_VALUE;

  private final Duty duty;
  private final Consumer<? super Throwable> errorHandler;
  private final Thread thread;
  private volatile boolean closing;

  /** The work of an agent. */
  @FunctionalInterface
  public interface Duty {
    /**
     * Runs one cycle. A cycle that blocks or takes long polls {@link Agent#isClosing}.
     *
     * @return time to idle before the next cycle, ns; 0 to continue immediately; {@link
     *     #UNTIL_WOKEN}; {@link #DONE}
     * @throws Exception to end the thread with an error
     */
    long work() throws Exception;
  }

  /** Work that is done once. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does the work.
     *
     * @throws Exception to end the thread with an error
     */
    void run() throws Exception;
  }

  /** Creates an agent whose errors are reported as uncaught exceptions of its thread. */
  public Agent(String name, Duty duty) {
    this(name, duty, Agent::reportAsUncaught);
  }

  /**
   * Creates an agent without starting its thread.
   *
   * @param name of the thread
   * @param errorHandler called on the thread with the exception that ends it
   */
  public Agent(String name, Duty duty, Consumer<? super Throwable> errorHandler) {
    this.duty = duty;
    this.errorHandler = errorHandler;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** A duty that does the task and is then done. */
  public static Duty once(Task task) {
    return () -> {
      task.run();
      return DONE;
    };
  }

  /** Starts the thread, once. */
  public void start() {
    thread.start();
  }

  /**
   * Ends the idling of the duty, now or the next time. Thread-safe. A blocking call in the current
   * cycle may consume the wake-up, so a duty with such calls looks for work before it idles.
   */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** Whether the agent is to end. Thread-safe. */
  public boolean isClosing() {
    return closing;
  }

  /** Whether the thread is alive. Thread-safe. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /** Requests the end after the current cycle, without waiting for it. Thread-safe. */
  public void requestClose() {
    closing = true;
    wake();
  }

  /**
   * Requests the end and interrupts the current cycle. Only for duties whose blocking call is meant
   * to be interrupted: an interrupt closes the file channel that is in use.
   */
  public void interrupt() {
    closing = true;
    thread.interrupt();
  }

  /**
   * Ends the thread after the current cycle and waits for it. On the agent's own thread, only
   * requests the end.
   */
  @Override
  public void close() {
    requestClose();
    if (Thread.currentThread() != thread) {
      join();
    }
  }

  /**
   * Like {@link #close()}, for a duty that may hang in a device.
   *
   * @param timeoutNanos time after which the thread is left to end by itself
   * @return whether the thread has ended
   */
  public boolean close(long timeoutNanos) {
    requestClose();
    return Thread.currentThread() != thread && join(timeoutNanos);
  }

  /**
   * Waits until the thread has ended by itself. An interrupt does not end the wait and stays set.
   */
  public void join() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until the thread has ended by itself. An interrupt ends the wait and stays set.
   *
   * @param timeoutNanos max time to wait
   * @return whether the thread has ended
   */
  public boolean join(long timeoutNanos) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, timeoutNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    try {
      while (!closing) {
        long idleNanos = duty.work();
        if (idleNanos == DONE) {
          return;
        }
        if (idleNanos > 0 && !closing) {
          LockSupport.parkNanos(this, idleNanos);
        }
      }
    } catch (Exception | Error e) {
      errorHandler.accept(e);
    }
  }

  private static void reportAsUncaught(Throwable error) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
  }
}
