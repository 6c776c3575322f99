package minitaur.controller.train;

import java.util.concurrent.atomic.AtomicLong;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.hal.loop.SpscRing;
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

  private final SpscRing<Slot> ring;
  private final AtomicLong dropped = new AtomicLong();
  private boolean dropping;

  /**
   * @param capacity a power of two
   */
  TransitionQueue(int capacity) {
    ring = new SpscRing<>(capacity, Slot::new);
  }

  @Override
  public void transition(Transition transition) {
    Slot slot = claim(transition.tick.step);
    if (slot != null) {
      slot.kind = Kind.TRANSITION;
      slot.transition.set(transition);
      ring.publish();
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
      ring.publish();
    }
  }

  private @Nullable Slot claim(int step) {
    Slot slot = ring.claim();
    dropping = slot == null || (dropping && step > 0);
    if (dropping) {
      dropped.incrementAndGet();
      return null;
    }
    return slot;
  }

  /** Removes everything in the queue and passes it to {@code sink}. Consumer only. */
  void drainTo(TransitionSink sink) {
    for (Slot slot = ring.peek(); slot != null; slot = ring.peek()) {
      switch (slot.kind) {
        case TRANSITION -> sink.transition(slot.transition);
        case GAP -> sink.gap(slot.transition.tick);
        case FINAL_OBSERVATION -> sink.finalObservation(slot.transition.tick);
      }
      ring.release();
    }
  }

  /** Whether nothing is in the queue. Consumer only. */
  boolean isEmpty() {
    return ring.peek() == null;
  }

  /** Number of dropped elements. */
  long dropped() {
    return dropped.get();
  }
}
