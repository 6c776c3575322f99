package minitaur.hal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseLockTest {
  private static final long PERIOD = 1_000_000;
  private static final long RESTING = 20_000;

  /** Something comes every millisecond of a clock that is 100 millionths fast. */
  private static final double THEIR_PERIOD = PERIOD * 0.9999;

  private final StepClock clock = new StepClock();
  private long phase;
  private long used;
  private int unused;
  private long taken = -1;
  private long silentFrom = Long.MAX_VALUE;
  private long heldUp = Long.MAX_VALUE;

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
    long newest = (long) Math.floor((Math.min(now, silentFrom) - phase) / THEIR_PERIOD);
    if (newest == heldUp && now < phase + (long) ((heldUp + 0.95) * THEIR_PERIOD)) {
      newest--;
    }
    if (newest > taken) {
      taken = newest;
      used++;
      unused++;
    }
    return unused;
  }

  /** A tick uses what has come. */
  private long tick(PhaseLock lock, long due) {
    clock.waitUntil(due);
    long now = lock.await(due);
    unused = 0;
    return now;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100_000, 350_000, 700_000, 990_000})
  void ticksComeRightBehindWhatComes(long startPhase) {
    phase = startPhase;
    PhaseLock lock = new PhaseLock(this::poll, clock, PERIOD);
    long due = PERIOD;
    long longest = 0;
    long usedBefore = 0;
    for (int tick = 0; tick < 5000; tick++) {
      long now = tick(lock, due);
      if (tick == 1000) {
        usedBefore = used;
        longest = 0;
      }
      longest = Math.max(longest, now - (phase + (long) (taken * THEIR_PERIOD)));
      due += PERIOD + lock.correctionNanos();
    }
    assertThat(longest).isLessThanOrEqualTo(2 * RESTING);
    assertThat(used - usedBefore).as("none missed, none waited for in vain").isEqualTo(3999);
  }

  @Test
  void whatIsHeldUpOnItsWayIsUsedWhenItComesAndHardlyMovesTheSchedule() {
    phase = 200_000;
    PhaseLock lock = new PhaseLock(this::poll, clock, PERIOD);
    clock.waitUntil(PERIOD / 2);
    poll(clock.nanos());
    long due = PERIOD + PERIOD / 2;
    // The one that is due by now is counted as not yet come.
    clock.waitUntil(due);
    poll(due);
    unused = 0;
    long next = phase + (long) ((taken + 1) * THEIR_PERIOD);
    assertThat(lock.await(due)).isBetween(next, next + 2 * RESTING);
    assertThat(lock.correctionNanos()).isEqualTo(PERIOD / 40);
  }

  @Test
  void oneThatComesTooLateDoesNotMakeTheFollowingOnesLate() {
    phase = 200_000;
    heldUp = 2000;
    PhaseLock lock = new PhaseLock(this::poll, clock, PERIOD);
    long due = PERIOD;
    long longest = 0;
    while (taken < heldUp + 100) {
      long now = tick(lock, due);
      if (taken > heldUp) {
        longest = Math.max(longest, now - (phase + (long) (taken * THEIR_PERIOD)));
      }
      due += PERIOD + lock.correctionNanos();
    }
    assertThat(longest).isLessThanOrEqualTo(2 * RESTING);
  }

  @Test
  void doesNotWaitForeverForWhatDoesNotCome() {
    PhaseLock lock = new PhaseLock(this::poll, clock, PERIOD);
    silentFrom = 0;
    poll(0);
    unused = 0;
    clock.waitUntil(PERIOD);
    assertThat(lock.await(PERIOD)).isBetween(PERIOD + 4 * PERIOD / 5, 2 * PERIOD - PERIOD / 10);
    assertThat(lock.correctionNanos()).isZero();
  }
}
