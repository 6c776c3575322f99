package minitaur.controller.console.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.Clock;
import org.junit.jupiter.api.Test;

class RateLimitTest {
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
  void someAtOnceThenAFewASecond() {
    RateLimit limit = new RateLimit(clock, 3, 2);
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take("a")).isTrue();
    }
    assertThat(limit.take("a")).isFalse();

    nanos += 500_000_000;
    assertThat(limit.take("a")).isTrue();
    assertThat(limit.take("a")).isFalse();
  }

  @Test
  void addressesDoNotDisturbEachOtherAndOldOnesAreForgotten() {
    RateLimit limit = new RateLimit(clock, 1, 0);
    assertThat(limit.take("first")).isTrue();
    assertThat(limit.take("first")).isFalse();
    for (int i = 0; i < 300; i++) {
      assertThat(limit.take("address " + i)).isTrue();
    }
    assertThat(limit.take("first")).isTrue();
  }
}
