package minitaur.hal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemClockTest {
  private final Clock clock = new SystemClock();

  @Test
  void waitsUntilTargetTime() {
    long target = clock.nanos() + 2_000_000;
    clock.waitUntil(target);
    assertThat(clock.nanos()).isGreaterThanOrEqualTo(target);
  }

  @Test
  void interruptDoesNotShortenWait() {
    Thread.currentThread().interrupt();
    long target = clock.nanos() + 1_000_000;
    clock.waitUntil(target);
    assertThat(clock.nanos()).isGreaterThanOrEqualTo(target);
    assertThat(Thread.interrupted()).isTrue();
  }
}
