package minitaur.controller.console.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.Clock;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private long nanos;

  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          return nanos;
        }

        @Override
        public void waitUntil(long timeNanos) {
          nanos = Math.max(nanos, timeNanos);
        }
      };

  @Test
  void allowsBurstThenConstantRate() {
    RateLimiter limiter = new RateLimiter(clock, 3, 2);
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.tryAcquire("a")).isTrue();
    }
    assertThat(limiter.tryAcquire("a")).isFalse();

    nanos += 500_000_000;
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isFalse();
  }

  @Test
  void limitsAddressesIndependentlyAndEvictsOldest() {
    RateLimiter limiter = new RateLimiter(clock, 1, 0);
    assertThat(limiter.tryAcquire("first")).isTrue();
    assertThat(limiter.tryAcquire("first")).isFalse();
    for (int i = 0; i < 300; i++) {
      assertThat(limiter.tryAcquire("address " + i)).isTrue();
    }
    assertThat(limiter.tryAcquire("first")).isTrue();
  }
}
