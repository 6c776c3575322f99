package minitaur.hal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseLockTest {
  private static final long PERIOD = 1_000_000;
  private static final long POLL_PERIOD = 20_000;

  /** Samples arrive every millisecond of a clock that is 100 ppm fast. */
  private static final double SAMPLE_PERIOD = PERIOD * 0.9999;

  private final StepClock clock = new StepClock();
  private long phase;
  private long deliveredCount;
  private int unreadCount;
  private long lastDelivered = -1;
  private long stopNanos = Long.MAX_VALUE;
  private long delayedSample = Long.MAX_VALUE;

  private static final class StepClock implements Clock {
    private long now;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void waitUntil(long timeNanos) {
      now = Math.max(now, timeNanos);
    }
  }

  private int poll(long now) {
    long newest = (long) Math.floor((Math.min(now, stopNanos) - phase) / SAMPLE_PERIOD);
    if (newest == delayedSample && now < phase + (long) ((delayedSample + 0.95) * SAMPLE_PERIOD)) {
      newest--;
    }
    if (newest > lastDelivered) {
      lastDelivered = newest;
      deliveredCount++;
      unreadCount++;
    }
    return unreadCount;
  }

  /** Runs one tick, which reads all delivered samples. */
  private long tick(PhaseLock lock, long scheduled) {
    clock.waitUntil(scheduled);
    long now = lock.await(scheduled);
    unreadCount = 0;
    return now;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100_000, 350_000, 700_000, 990_000})
  void ticksFollowArrivals(long startPhase) {
    phase = startPhase;
    PhaseLock lock = new PhaseLock(this::poll, clock, PERIOD);
    long scheduled = PERIOD;
    long maxAge = 0;
    long deliveredBefore = 0;
    for (int tick = 0; tick < 5000; tick++) {
      long now = tick(lock, scheduled);
      if (tick == 1000) {
        deliveredBefore = deliveredCount;
        maxAge = 0;
      }
      maxAge = Math.max(maxAge, now - (phase + (long) (lastDelivered * SAMPLE_PERIOD)));
      scheduled += PERIOD + lock.correctionNanos();
    }
    assertThat(maxAge).isLessThanOrEqualTo(2 * POLL_PERIOD);
    assertThat(deliveredCount - deliveredBefore).as("one sample per tick").isEqualTo(3999);
  }

  @Test
  void usesDelayedSampleWithLimitedCorrection() {
    phase = 200_000;
    PhaseLock lock = new PhaseLock(this::poll, clock, PERIOD);
    clock.waitUntil(PERIOD / 2);
    poll(clock.nanos());
    long scheduled = PERIOD + PERIOD / 2;
    // The sample scheduled for now is treated as not arrived.
    clock.waitUntil(scheduled);
    poll(scheduled);
    unreadCount = 0;
    long nextArrival = phase + (long) ((lastDelivered + 1) * SAMPLE_PERIOD);
    assertThat(lock.await(scheduled)).isBetween(nextArrival, nextArrival + 2 * POLL_PERIOD);
    assertThat(lock.correctionNanos()).isEqualTo(PERIOD / 40);
  }

  @Test
  void lateSampleDoesNotDelayFollowingSamples() {
    phase = 200_000;
    delayedSample = 2000;
    PhaseLock lock = new PhaseLock(this::poll, clock, PERIOD);
    long scheduled = PERIOD;
    long maxAge = 0;
    while (lastDelivered < delayedSample + 100) {
      long now = tick(lock, scheduled);
      if (lastDelivered > delayedSample) {
        maxAge = Math.max(maxAge, now - (phase + (long) (lastDelivered * SAMPLE_PERIOD)));
      }
      scheduled += PERIOD + lock.correctionNanos();
    }
    assertThat(maxAge).isLessThanOrEqualTo(2 * POLL_PERIOD);
  }

  @Test
  void waitIsBoundedWithoutArrivals() {
    PhaseLock lock = new PhaseLock(this::poll, clock, PERIOD);
    stopNanos = 0;
    poll(0);
    unreadCount = 0;
    clock.waitUntil(PERIOD);
    assertThat(lock.await(PERIOD)).isBetween(PERIOD + 4 * PERIOD / 5, 2 * PERIOD - PERIOD / 10);
    assertThat(lock.correctionNanos()).isZero();
  }
}
