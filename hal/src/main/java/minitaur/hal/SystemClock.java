package minitaur.hal;

import java.util.concurrent.locks.LockSupport;

/**
 * The machine's monotonic clock. Waits by sleeping first and spinning at the end, which is accurate
 * to microseconds.
 */
public final class SystemClock implements Clock {
  /** A sleep usually overruns by less than this. */
  private static final long SPIN_NANOS = 100_000;

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  /** {@inheritDoc} An interrupt does not shorten the wait and stays set. */
  @Override
  public void waitUntil(long timeNanos) {
    long remainingNanos = timeNanos - System.nanoTime();
    while (remainingNanos > 0) {
      if (remainingNanos > SPIN_NANOS) {
        LockSupport.parkNanos(remainingNanos - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      remainingNanos = timeNanos - System.nanoTime();
    }
  }

  @Override
  public void sleep(long nanos) {
    LockSupport.parkNanos(nanos);
  }
}
