package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("timing")
class TransitionQueueTest {
  private static final long PARK_NANOS = 1000;

  private final List<String> received = new ArrayList<>();
  private final TransitionSink sink =
      new TransitionSink() {
        @Override
        public void transition(Transition transition) {
          received.add("t" + transition.tick.step);
        }

        @Override
        public void gap(Tick tick) {
          received.add("g" + tick.step);
        }

        @Override
        public void finalObservation(Tick tick) {
          received.add("f" + tick.step);
        }
      };

  @Test
  void passesAllElementsInOrder() {
    TransitionQueue queue = new TransitionQueue(8);
    queue.transition(transition(0));
    queue.gap(tick(1));
    queue.transition(transition(2));
    queue.finalObservation(tick(3));
    queue.drainTo(sink);
    assertThat(received).containsExactly("t0", "g1", "t2", "f3");
    queue.drainTo(sink);
    assertThat(received).hasSize(4);
  }

  @Test
  void dropsRestOfEpisodeWhenFull() {
    TransitionQueue queue = new TransitionQueue(2);
    queue.transition(transition(0));
    queue.transition(transition(1));
    queue.transition(transition(2));
    queue.drainTo(sink);
    queue.transition(transition(3));
    queue.finalObservation(tick(4));
    queue.transition(transition(0));
    queue.drainTo(sink);
    assertThat(received).containsExactly("t0", "t1", "t0");
    assertThat(queue.dropped()).isEqualTo(3);
  }

  @Test
  void passesTransitionsBetweenThreads() throws InterruptedException {
    TransitionQueue queue = new TransitionQueue(64);
    int steps = 100_000;
    AtomicInteger consumed = new AtomicInteger();
    Thread producer =
        new Thread(
            () -> {
              for (int step = 0; step < steps; step++) {
                queue.transition(transition(step));
                while (step % 32 == 31 && consumed.get() <= step) {
                  // Spinning would keep the consumer waiting on a single core.
                  LockSupport.parkNanos(PARK_NANOS);
                }
              }
            });
    producer.start();
    while (producer.isAlive() || !queue.isEmpty()) {
      queue.drainTo(sink);
      consumed.set(received.size());
      LockSupport.parkNanos(PARK_NANOS);
    }
    producer.join();
    assertThat(queue.dropped()).isZero();
    assertThat(received).hasSize(steps).endsWith("t" + (steps - 1));
  }

  private static Transition transition(int step) {
    Transition transition = new Transition();
    transition.tick.step = step;
    return transition;
  }

  private static Tick tick(int step) {
    Tick tick = new Tick();
    tick.step = step;
    return tick;
  }
}
