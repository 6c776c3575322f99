package minitaur.controller.train;

import java.util.concurrent.atomic.AtomicLong;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import org.jspecify.annotations.Nullable;

/**
 * Passes steps from the thread that runs the episodes to the trainer's thread. The producer never
 * blocks: if the queue is full, steps are dropped and counted until the end of the episode, so that
 * the consumer receives beginnings of episodes without gaps.
 *
 * <p>Single producer, single consumer. Does not allocate after construction.
 */
final class TransitionQueue implements TransitionSink {
  private enum Kind {
    TRANSITION,
    GAP,
    FINAL_OBSERVATION
  }

  private static final class Slot {
    Kind kind = Kind.GAP;
    final Transition transition = new Transition();
  }

  private final Slot[] slots;
  private final AtomicLong head = new AtomicLong();
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private boolean dropping;

  TransitionQueue(int capacity) {
    slots = new Slot[capacity];
    for (int i = 0; i < capacity; i++) {
      slots[i] = new Slot();
    }
  }

  @Override
  public void transition(Transition transition) {
    Slot slot = claim(transition.tick.step);
    if (slot != null) {
      slot.kind = Kind.TRANSITION;
      slot.transition.set(transition);
      head.setRelease(head.getPlain() + 1);
    }
  }

  @Override
  public void gap(Tick tick) {
    put(Kind.GAP, tick);
  }

  @Override
  public void finalObservation(Tick tick) {
    put(Kind.FINAL_OBSERVATION, tick);
  }

  private void put(Kind kind, Tick tick) {
    Slot slot = claim(tick.step);
    if (slot != null) {
      slot.kind = kind;
      slot.transition.tick.set(tick);
      head.setRelease(head.getPlain() + 1);
    }
  }

  private @Nullable Slot claim(int step) {
    boolean full = head.getPlain() - tail.getAcquire() == slots.length;
    dropping = full || (dropping && step > 0);
    if (dropping) {
      dropped.incrementAndGet();
      return null;
    }
    return slots[(int) (head.getPlain() % slots.length)];
  }

  /** Removes everything in the queue and passes it to {@code sink}. */
  void drainTo(TransitionSink sink) {
    long end = head.getAcquire();
    for (long next = tail.getPlain(); next < end; next++) {
      Slot slot = slots[(int) (next % slots.length)];
      switch (slot.kind) {
        case TRANSITION -> sink.transition(slot.transition);
        case GAP -> sink.gap(slot.transition.tick);
        case FINAL_OBSERVATION -> sink.finalObservation(slot.transition.tick);
      }
      tail.setRelease(next + 1);
    }
  }

  /** Number of elements in the queue. */
  long size() {
    return head.getAcquire() - tail.getAcquire();
  }

  /** Number of dropped elements. */
  long dropped() {
    return dropped.get();
  }
}
