package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import org.junit.jupiter.api.Test;

class TransitionQueueTest {
  private final List<String> arrived = new ArrayList<>();
  private final TransitionSink sink =
      new TransitionSink() {
        @Override
        public void transition(Transition transition) {
          arrived.add("t" + transition.tick.step);
        }

        @Override
        public void gap(Tick tick) {
          arrived.add("g" + tick.step);
        }

        @Override
        public void finalObservation(Tick tick) {
          arrived.add("f" + tick.step);
        }
      };

  @Test
  void handsOnEverythingInOrder() {
    TransitionQueue queue = new TransitionQueue(8);
    queue.transition(transition(0));
    queue.gap(tick(1));
    queue.transition(transition(2));
    queue.finalObservation(tick(3));
    queue.drainTo(sink);
    assertThat(arrived).containsExactly("t0", "g1", "t2", "f3");
    queue.drainTo(sink);
    assertThat(arrived).hasSize(4);
  }

  @Test
  void losesTheRestOfAnEpisodeAndNothingOfTheNext() {
    TransitionQueue queue = new TransitionQueue(2);
    queue.transition(transition(0));
    queue.transition(transition(1));
    queue.transition(transition(2));
    queue.drainTo(sink);
    queue.transition(transition(3));
    queue.finalObservation(tick(4));
    queue.transition(transition(0));
    queue.drainTo(sink);
    assertThat(arrived).containsExactly("t0", "t1", "t0");
    assertThat(queue.lost()).isEqualTo(3);
  }

  @Test
  void carriesManyAcrossThreads() throws InterruptedException {
    TransitionQueue queue = new TransitionQueue(64);
    int steps = 100_000;
    Thread producer =
        new Thread(
            () -> {
              for (int step = 0; step < steps; step++) {
                queue.transition(transition(step));
                while (step % 32 == 31 && queue.waiting() > 0) {
                  Thread.onSpinWait();
                }
              }
            });
    producer.start();
    while (producer.isAlive() || queue.waiting() > 0) {
      queue.drainTo(sink);
    }
    producer.join();
    assertThat(queue.lost()).isZero();
    assertThat(arrived).hasSize(steps).endsWith("t" + (steps - 1));
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
