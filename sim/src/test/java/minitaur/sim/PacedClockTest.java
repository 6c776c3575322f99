package minitaur.sim;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.Clock;
import org.junit.jupiter.api.Test;

class PacedClockTest {
  private final ManualClock wall = new ManualClock();
  private final SimulatedRobot robot = new SimulatedRobot(SimulationProfile.nominal(), 0);
  private final PacedClock clock = new PacedClock(robot, wall);

  /** Manually advanced clock. */
  private static final class ManualClock implements Clock {
    private long nanos = 5_000_000_000L;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void waitUntil(long timeNanos) {
      nanos = Math.max(nanos, timeNanos);
    }
  }

  @Test
  void advancesAtRateOfReferenceClock() {
    long start = wall.nanos;
    for (int tick = 1; tick <= 10; tick++) {
      clock.waitUntil(20_000_000L * tick);
      wall.nanos += 3_000_000; // Duration of a control step.
    }
    assertThat(clock.nanos()).isEqualTo(200_000_000L);
    assertThat(wall.nanos - start).isEqualTo(203_000_000L);
  }

  @Test
  void doesNotCatchUpAfterPause() {
    clock.waitUntil(20_000_000L);
    wall.nanos += 3_600_000_000_000L;
    clock.waitUntil(40_000_000L);
    long resumed = wall.nanos;
    clock.waitUntil(60_000_000L);
    assertThat(wall.nanos - resumed).isEqualTo(20_000_000L);
  }
}
