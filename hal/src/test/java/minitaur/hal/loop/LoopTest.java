package minitaur.hal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.hal.Clock;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final int VALUE_COUNT = 20_000;

  @Test
  void tripleBufferValuesAreConsistentAndOrdered() throws Exception {
    TripleBuffer<long[]> buffer = new TripleBuffer<>(() -> new long[16]);
    Thread writer =
        new Thread(
            () -> {
              for (int value = 1; value <= VALUE_COUNT; value++) {
                Arrays.fill(buffer.slot(), value);
                buffer.publish();
              }
            });
    writer.start();
    long previous = 0;
    while (previous < VALUE_COUNT) {
      buffer.poll();
      long[] value = buffer.value();
      for (long element : value) {
        assertThat(element).isEqualTo(value[0]);
      }
      assertThat(value[0]).isGreaterThanOrEqualTo(previous);
      previous = value[0];
    }
    writer.join();
    assertThat(buffer.poll()).isFalse();
  }

  @Test
  void ringPreservesOrderAndReportsFull() throws Exception {
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

    // Large enough that on a busy machine neither thread waits at every value.
    SpscRing<long[]> largeRing = new SpscRing<>(1024, () -> new long[1]);
    Thread writer =
        new Thread(
            () -> {
              for (int value = 0; value < VALUE_COUNT; ) {
                long[] slot = largeRing.claim();
                if (slot == null) {
                  Thread.onSpinWait();
                } else {
                  slot[0] = value++;
                  largeRing.publish();
                }
              }
            });
    writer.start();
    for (int expected = 0; expected < VALUE_COUNT; ) {
      long[] slot = largeRing.peek();
      if (slot == null) {
        Thread.onSpinWait();
      } else {
        assertThat(slot[0]).isEqualTo(expected++);
        largeRing.release();
      }
    }
    writer.join();
    assertThatThrownBy(() -> new SpscRing<>(6, Object::new)).hasMessageContaining("power of two");
  }

  @Test
  void loopSkipsMissedTicks() {
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
    assertThat(loop.missedTicks()).isEqualTo(3);
    assertThat(failure.get()).hasMessage("the end");
    assertThat(loop.latency().percentiles().count()).isEqualTo(10);
  }

  @Test
  void priorityRequestDoesNotThrow() throws Exception {
    AtomicReference<RealTimeThread.Grant> grant = new AtomicReference<>();
    // On a separate thread, so that the priority does not outlive the test.
    Thread requester =
        new Thread(
            () ->
                grant.set(
                    RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.MOTOR_PRIORITY)),
            "requester");
    requester.start();
    requester.join();
    assertThat(grant.get().explanation()).contains("priority");
    assertThat(grant.get().pinned()).isTrue();
  }

  /** Clock that advances when waited for. */
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
