package minitaur.controller.learn.nn;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs two tasks in parallel and returns when both are done; with one thread, it runs them in
 * sequence. Results are bit-identical in both cases, provided that the tasks share no data that
 * they write.
 *
 * <p>Between tasks the second thread spins briefly, because the gaps within one gradient step are
 * microseconds, and then parks.
 */
public final class TwoThreadExecutor implements AutoCloseable {
  private static final int MAX_SPINS = 20_000;

  private final @Nullable Thread worker;
  private volatile @Nullable Runnable task;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  /**
   * Starts the second thread if {@code threads} is 2.
   *
   * @param threads 1 or 2
   */
  public TwoThreadExecutor(int threads) {
    if (threads != 1 && threads != 2) {
      throw new IllegalArgumentException("1 or 2 threads, not " + threads);
    }
    if (threads == 2) {
      // Not an Agent, because learners do not depend on the robot's loops (ArchitectureTest).
      worker = new Thread(this::runWorker, "learner-2");
      worker.setDaemon(true);
      worker.start();
    } else {
      worker = null;
    }
  }

  /** Runs both tasks and returns when both are done. */
  public void run(Runnable first, Runnable second) {
    Thread workerThread = worker;
    if (workerThread == null) {
      first.run();
      second.run();
      return;
    }
    // One that was not thrown, because the first task of its call also failed.
    failure = null;
    task = second;
    LockSupport.unpark(workerThread);
    try {
      first.run();
    } finally {
      while (task != null) {
        Thread.onSpinWait();
      }
    }
    Throwable thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("the second of two tasks failed", thrown);
    }
  }

  /**
   * Applies a function to each input, to the next one whenever a thread is free, and returns the
   * results in the order of the inputs.
   *
   * @param function must not write data that its other calls use
   */
  public <T, R> List<R> map(List<T> inputs, Function<? super T, ? extends R> function) {
    Map<Integer, R> results = new ConcurrentSkipListMap<>();
    AtomicInteger next = new AtomicInteger();
    Runnable task =
        () -> {
          for (int i = next.getAndIncrement(); i < inputs.size(); i = next.getAndIncrement()) {
            results.put(i, function.apply(inputs.get(i)));
          }
        };
    run(task, task);
    return List.copyOf(results.values());
  }

  private void runWorker() {
    int idleSpins = 0;
    while (!closed) {
      Runnable next = task;
      if (next == null) {
        if (++idleSpins < MAX_SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
        continue;
      }
      idleSpins = 0;
      try {
        next.run();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      task = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(worker);
  }
}
