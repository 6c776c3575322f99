package minitaur.hal.serial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoardClockTest {
  private static final long MILLISECOND = 1_000_000;

  private final BoardClock clock = new BoardClock();

  @Test
  void usesFrameWithMinDelay() {
    clock.addFrame(10 * MILLISECOND, 110 * MILLISECOND);
    clock.addFrame(11 * MILLISECOND, 125 * MILLISECOND);
    clock.addFrame(12 * MILLISECOND, 111 * MILLISECOND);
    assertThat(clock.toHostTime(20 * MILLISECOND)).isEqualTo(119 * MILLISECOND);
  }

  @Test
  void keepsMinDelayOfPreviousWindow() {
    clock.addFrame(0, 100 * MILLISECOND);
    clock.addFrame(490 * MILLISECOND, 590 * MILLISECOND);
    clock.addFrame(501 * MILLISECOND, 606 * MILLISECOND);
    assertThat(clock.toHostTime(502 * MILLISECOND)).isEqualTo(602 * MILLISECOND);
  }

  @Test
  void followsFastAndSlowClock() {
    for (double speed : new double[] {1 - 200e-6, 1 + 200e-6}) {
      clock.reset();
      for (long host = 0; host < 10_000; host++) {
        clock.addFrame((long) (speed * host * MILLISECOND), host * MILLISECOND);
      }
      long error = clock.toHostTime((long) (speed * 10_000 * MILLISECOND)) - 10_000 * MILLISECOND;
      assertThat(Math.abs(error)).isLessThan(MILLISECOND / 4);
    }
  }

  @Test
  void recoversAfterClockStoodStill() {
    clock.addFrame(0, 0);
    for (long host = 100; host < 1200; host++) {
      clock.addFrame((host - 80) * MILLISECOND, host * MILLISECOND);
    }
    assertThat(clock.toHostTime(1120 * MILLISECOND)).isEqualTo(1200 * MILLISECOND);
  }
}
