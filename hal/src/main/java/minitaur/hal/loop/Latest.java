package minitaur.hal.loop;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The newest value from one writing thread for one reading thread, as a triple buffer: neither ever
 * waits, a value is never seen half written, and nothing is allocated after construction.
 *
 * @param <T> a mutable structure that is filled in place
 */
public final class Latest<T> {
  /** Set on the middle buffer's index while its value has not been read. */
  private static final int FRESH = 4;

  private final T first;
  private final T second;
  private final T third;

  /** The buffer that belongs to neither side. */
  private final AtomicInteger middle = new AtomicInteger(1);

  private int writing;
  private int reading = 2;

  /**
   * @param initial makes the three buffers; until something is published the reader sees one of
   *     them
   */
  public Latest(Supplier<? extends T> initial) {
    first = initial.get();
    second = initial.get();
    third = initial.get();
  }

  /** The buffer to fill. Writer only. What it holds is some older value. */
  public T slot() {
    return buffer(writing);
  }

  /** Publishes the filled buffer. Writer only. */
  public void publish() {
    writing = middle.getAndSet(writing | FRESH) & ~FRESH;
  }

  /**
   * Takes the newest value, if there is one since the last call. Reader only.
   *
   * @return whether {@link #value} has changed
   */
  public boolean poll() {
    if ((middle.get() & FRESH) == 0) {
      return false;
    }
    reading = middle.getAndSet(reading) & ~FRESH;
    return true;
  }

  /** The value taken last. Reader only; it does not change until {@link #poll}. */
  public T value() {
    return buffer(reading);
  }

  private T buffer(int index) {
    return index == 0 ? first : index == 1 ? second : third;
  }
}
