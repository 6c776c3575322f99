package minitaur.hal.log;

import java.io.IOException;
import java.util.function.Consumer;
import minitaur.hal.Clock;
import minitaur.hal.loop.PeriodicLoop;
import minitaur.hal.loop.SpscRing;

/**
 * Writes the records of a ring to a log on its own thread, so that the thread that adds them never
 * waits for the file. After a failure it continues to empty the ring and discards the records.
 *
 * @param <T> type of the records
 */
public final class RecordWriter<T> implements AutoCloseable {
  private final SpscRing<T> ring;
  private final RecordLog<? super T> log;
  private final Consumer<? super IOException> errorHandler;
  private final PeriodicLoop loop;
  private volatile boolean failed;

  /**
   * Creates a writer without starting its thread.
   *
   * @param name of the thread
   * @param ring source of the records; this writer must be its only reader
   * @param log closed with this writer
   * @param clock clock that paces the writing
   * @param errorHandler called once with the reason when the log cannot be written
   */
  public RecordWriter(
      String name,
      SpscRing<T> ring,
      RecordLog<? super T> log,
      Clock clock,
      long periodNanos,
      Consumer<? super IOException> errorHandler) {
    this.ring = ring;
    this.log = log;
    this.errorHandler = errorHandler;
    loop = new PeriodicLoop(name, clock, periodNanos, () -> {}, now -> drain(), this::fail);
  }

  /** Starts the thread. */
  public void start() {
    loop.start();
  }

  /** Whether writing has failed; later records are discarded. Thread-safe. */
  public boolean hasFailed() {
    return failed;
  }

  /** Writes the remaining records of the ring and closes the log. */
  @Override
  public void close() {
    loop.close();
    drain();
    try {
      log.close();
    } catch (IOException | RuntimeException | LinkageError e) {
      fail(e);
    }
  }

  private void drain() {
    for (T record = ring.peek(); record != null; record = ring.peek()) {
      if (!failed) {
        try {
          log.write(record);
        } catch (IOException | RuntimeException | LinkageError e) {
          fail(e);
        }
      }
      ring.release();
    }
    if (!failed) {
      try {
        log.flush();
      } catch (IOException | RuntimeException | LinkageError e) {
        fail(e);
      }
    }
  }

  /** Reports the first failure only. A broken log must not stop the code that uses it. */
  private void fail(Throwable e) {
    if (!failed) {
      failed = true;
      errorHandler.accept(e instanceof IOException io ? io : new IOException("the log ended", e));
    }
  }
}
