package minitaur.hal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.hal.Clock;
import org.junit.jupiter.api.Test;

class HandOverTest {
  private static final int VALUES = 20_000;

  @Test
  void latestIsNeverHalfWrittenNorOlderThanBefore() throws Exception {
    Latest<long[]> latest = new Latest<>(() -> new long[16]);
    Thread writer =
        new Thread(
            () -> {
              for (int value = 1; value <= VALUES; value++) {
                Arrays.fill(latest.slot(), value);
                latest.publish();
              }
            });
    writer.start();
    long previous = 0;
    while (previous < VALUES) {
      latest.poll();
      long[] value = latest.value();
      for (long each : value) {
        assertThat(each).isEqualTo(value[0]);
      }
      assertThat(value[0]).isGreaterThanOrEqualTo(previous);
      previous = value[0];
    }
    writer.join();
    assertThat(latest.poll()).isFalse();
  }

  @Test
  void ringKeepsOrderAndTellsWhenItIsFull() throws Exception {
    SpscRing<long[]> ring = new SpscRing<>(8, () -> new long[1]);
    for (int i = 0; i < 8; i++) {
      ring.claim()[0] = i;
      ring.publish();
    }
    assertThat(ring.claim()).isNull();
    for (int i = 0; i < 8; i++) {
      assertThat(ring.peek()[0]).isEqualTo(i);
      ring.release();
    }
    assertThat(ring.peek()).isNull();

    // Wide enough that on a busy machine neither side waits for the other at every value.
    SpscRing<long[]> wide = new SpscRing<>(1024, () -> new long[1]);
    Thread writer =
        new Thread(
            () -> {
              for (int value = 0; value < VALUES; ) {
                long[] slot = wide.claim();
                if (slot == null) {
                  Thread.onSpinWait();
                } else {
                  slot[0] = value++;
                  wide.publish();
                }
              }
            });
    writer.start();
    for (int expected = 0; expected < VALUES; ) {
      long[] slot = wide.peek();
      if (slot == null) {
        Thread.onSpinWait();
      } else {
        assertThat(slot[0]).isEqualTo(expected++);
        wide.release();
      }
    }
    writer.join();
    assertThatThrownBy(() -> new SpscRing<>(6, Object::new)).hasMessageContaining("power of two");
  }

  @Test
  void loopLeavesOutWhatItMissed() {
    ManualClock clock = new ManualClock();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    int[] ticks = new int[1];
    PeriodicLoop loop =
        new PeriodicLoop(
            "test",
            clock,
            1000,
            () -> {},
            now -> {
              ticks[0]++;
              if (ticks[0] == 3) {
                clock.now.addAndGet(4500);
              }
              if (ticks[0] == 10) {
                throw new IllegalStateException("the end");
              }
            },
            failure::set);
    loop.start();
    while (loop.isRunning()) {
      Thread.onSpinWait();
    }
    loop.close();
    assertThat(ticks[0]).isEqualTo(10);
    assertThat(loop.missed()).isEqualTo(3);
    assertThat(failure.get()).hasMessage("the end");
    assertThat(loop.lateness().percentiles().count()).isEqualTo(10);
  }

  @Test
  void asksForPriorityWithoutFailing() throws Exception {
    AtomicReference<RealTimeThread.Grant> grant = new AtomicReference<>();
    // On a thread that ends at once: what it is granted must not outlive the question.
    Thread asking =
        new Thread(
            () -> grant.set(RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.MOTORS)),
            "asking");
    asking.start();
    asking.join();
    assertThat(grant.get().explanation()).contains("priority");
    assertThat(grant.get().pinned()).isTrue();
  }

  /** Waits by moving on. */
  private static final class ManualClock implements Clock {
    private final AtomicLong now = new AtomicLong();

    @Override
    public long nanos() {
      return now.get();
    }

    @Override
    public void waitUntil(long timeNanos) {
      now.accumulateAndGet(timeNanos, Math::max);
    }
  }
}
