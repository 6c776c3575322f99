package minitaur.hal.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Single-producer, single-consumer ring buffer that delivers every value in order. When it is full,
 * {@link #claim} returns null; neither thread blocks. Nothing is allocated after construction.
 *
 * @param <T> a mutable structure that is filled in place
 */
public final class SpscRing<T> {
  private final List<T> slots;
  private final int mask;
  private final AtomicLong writeIndex = new AtomicLong();
  private final AtomicLong readIndex = new AtomicLong();

  /**
   * @param capacity a power of two
   * @param slot creates one slot
   */
  public SpscRing(int capacity, Supplier<? extends T> slot) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "the capacity of a ring must be a power of two, not " + capacity);
    }
    mask = capacity - 1;
    slots = new ArrayList<>(capacity);
    for (int i = 0; i < capacity; i++) {
      slots.add(slot.get());
    }
  }

  /** The slot to fill; null when the ring is full. Writer only. */
  public @Nullable T claim() {
    long next = writeIndex.get();
    return next - readIndex.get() > mask ? null : slots.get((int) next & mask);
  }

  /** Publishes the filled slot. Writer only. */
  public void publish() {
    writeIndex.set(writeIndex.get() + 1);
  }

  /** The oldest value that has not been released; null when there is none. Reader only. */
  public @Nullable T peek() {
    long next = readIndex.get();
    return next == writeIndex.get() ? null : slots.get((int) next & mask);
  }

  /** Releases the slot returned by {@link #peek}. Reader only. */
  public void release() {
    readIndex.set(readIndex.get() + 1);
  }
}
