package minitaur.hal.mocap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class ServerClockTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final double MIN_DELAY = 5.4 * MS;

  private final ServerClock clock = new ServerClock((long) MIN_DELAY);
  private final RandomStream jitter = RandomStream.of(1, "jitter");

  /**
   * Feeds frames at 100 Hz and returns the max error in the second half, ms; the local clock drifts
   * by {@code drift}.
   */
  private double maxErrorMillis(double seconds, double drift, long offset) {
    double maxError = 0;
    for (long server = 0; server < seconds * SECOND; server += 10 * MS) {
      long captured = (long) (server * (1 + drift)) + offset;
      double delay = MIN_DELAY + 3 * MS * jitter.nextDouble() * jitter.nextDouble();
      clock.addArrival(captured + (long) delay, server);
      if (server > seconds * SECOND / 2) {
        maxError =
            Math.max(
                maxError, Math.abs(clock.toLocalTime(server, captured + (long) delay) - captured));
      }
    }
    return maxError / MS;
  }

  @Test
  void estimatesOffsetDespiteJitter() {
    assertThat(clock.isSettled()).isFalse();
    assertThat(maxErrorMillis(20, 0, -77 * SECOND)).isLessThan(0.1);
    assertThat(clock.isSettled()).isTrue();
  }

  @Test
  void followsClockDriftInBothDirections() {
    assertThat(maxErrorMillis(60, 50e-6, 77 * SECOND)).isLessThan(0.2);
    clock.reset();
    assertThat(clock.isSettled()).isFalse();
    assertThat(maxErrorMillis(60, -50e-6, 77 * SECOND)).isLessThan(0.2);
  }

  @Test
  void usesFastestEcho() {
    clock.addArrival(100 * MS, 0);
    clock.addEcho(SECOND, SECOND + 8 * MS, 4 * SECOND);
    assertThat(clock.toLocalTime(4 * SECOND, SECOND)).isEqualTo(SECOND + 4 * MS);
    clock.addEcho(2 * SECOND, 2 * SECOND + 2 * MS, 5 * SECOND);
    assertThat(clock.toLocalTime(5 * SECOND, 2 * SECOND)).isEqualTo(2 * SECOND + MS);
    clock.addEcho(3 * SECOND, 3 * SECOND + 9 * MS, 6 * SECOND);
    clock.addEcho(3 * SECOND, 3 * SECOND + 900 * MS, 6 * SECOND);
    assertThat(clock.toLocalTime(6 * SECOND, 3 * SECOND))
        .isCloseTo(3 * SECOND + MS, within(10_000L));
    assertThat(clock.isSettled()).isTrue();
  }
}
