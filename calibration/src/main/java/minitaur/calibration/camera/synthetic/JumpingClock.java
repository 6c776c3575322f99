package minitaur.calibration.camera.synthetic;

import java.util.concurrent.atomic.AtomicLong;
import minitaur.hal.Clock;

/** A clock whose waits return at once, so that a synthetic camera need not wait. */
public final class JumpingClock implements Clock {
  private final AtomicLong nanos = new AtomicLong();

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void waitUntil(long timeNanos) {
    nanos.accumulateAndGet(timeNanos, Math::max);
  }
}
