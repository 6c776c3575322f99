package minitaur.hal.loop;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Triple buffer that passes the newest value from one writer thread to one reader thread. Neither
 * thread blocks, the reader never sees a partially written value, and nothing is allocated after
 * construction.
 *
 * @param <T> a mutable structure that is filled in place
 */
public final class TripleBuffer<T> {
  /** Flag on the middle buffer's index, set while its value has not been read. */
  private static final int UNREAD_FLAG = 4;

  private final List<T> buffers;

  /** Index of the buffer that neither side owns. */
  private final AtomicInteger sharedIndex = new AtomicInteger(1);

  private int writeIndex;
  private int readIndex = 2;

  /**
   * @param initial creates the three buffers; the reader sees one of them until a value is
   *     published
   */
  public TripleBuffer(Supplier<? extends T> initial) {
    buffers = List.of(initial.get(), initial.get(), initial.get());
  }

  /** The buffer to fill, which contains an older value. Writer only. */
  public T slot() {
    return buffers.get(writeIndex);
  }

  /** Publishes the filled buffer. Writer only. */
  public void publish() {
    writeIndex = sharedIndex.getAndSet(writeIndex | UNREAD_FLAG) & ~UNREAD_FLAG;
  }

  /**
   * Takes the newest value, if one was published since the last call. Reader only.
   *
   * @return whether {@link #value} has changed
   */
  public boolean poll() {
    if ((sharedIndex.get() & UNREAD_FLAG) == 0) {
      return false;
    }
    readIndex = sharedIndex.getAndSet(readIndex) & ~UNREAD_FLAG;
    return true;
  }

  /** The value taken by the last {@link #poll}; does not change until the next one. Reader only. */
  public T value() {
    return buffers.get(readIndex);
  }
}
